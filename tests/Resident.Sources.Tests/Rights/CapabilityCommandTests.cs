using Resident.Sources.Rights;

namespace Resident.Sources.Tests.Rights;

public sealed class CapabilityCommandTests
{
    [Theory]
    [InlineData("/usr/local/bin/resident", "sudo setcap cap_sys_ptrace=ep /usr/local/bin/resident")]
    [InlineData("/home/a b/it's/resident", @"sudo setcap cap_sys_ptrace=ep '/home/a b/it'\''s/resident'")]
    [InlineData("/usr/bin/dotnet", "sudo setcap cap_sys_ptrace=ep $(command -v resident)")]
    [InlineData(null, "sudo setcap cap_sys_ptrace=ep $(command -v resident)")]
    public void For_AProgram_CanBeTyped(string? program, string command) =>
        Assert.Equal(command, CapabilityCommand.For("cap_sys_ptrace", program));
}
