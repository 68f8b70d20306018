using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

public sealed class CpuMaskTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("resident-mask").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("3", 2)]
    [InlineData("ff,00000000,00000001", 9)]
    [InlineData("zz", null)]
    [InlineData("", null)]
    public void Count_OfAMask_IsItsBits(string mask, int? cpus)
    {
        Directory.CreateDirectory(Path.Combine(_root, "7"));
        File.WriteAllText(Path.Combine(_root, "7", "status"), $"Name:\tapi\nCpus_allowed:\t{mask}\nCpus_allowed_list:\t0-1\n");

        Assert.Equal(cpus, CpuMask.Count(_root, 7));
    }

    [Fact]
    public void Count_OfThisProcess_IsThatOfTheRuntime() => Assert.Equal(Environment.ProcessorCount, CpuMask.Count("/proc", Environment.ProcessId));

    [Fact]
    public void Count_ProcessThatIsGone_IsNotKnown() => Assert.Null(CpuMask.Count(_root, 8));
}
