using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Each refusal names the right that is missing and the command that brings it; the trees are what the kernel shows then.</summary>
public sealed class AttachRightsTests : IDisposable
{
    private const int Target = 4711;
    private const string Capability = "sudo setcap cap_sys_ptrace=ep $(command -v resident)";
    private const string Containers =
        " In docker: docker run --pid=container:NAME --cap-add SYS_PTRACE; in Kubernetes: kubectl debug -it POD --target=CONTAINER --profile=sysadmin.";

    private const string NoCapability = "0000000000000000";
    private const string SysPtrace = "0000000000080000";

    private readonly string _root = Directory.CreateTempSubdirectory("resident-rights").FullName;

    public AttachRightsTests()
    {
        Write($"{Target}/stat", $"{Target} (api) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 3 0 900 0 0\n");
        Status($"{Target}", 1000, 1000, NoCapability);

        // A folder in the file's place is refused to everybody, as the kernel refuses the link.
        Directory.CreateDirectory(Path.Join(_root, $"{Target}", "exe"));
    }

    [Fact]
    public void Explain_AnotherUser_NamesHimAndTheCapability()
    {
        Reader(1001, 1001, NoCapability, scope: "0");

        AssertRefused(
            AttachRefusalKind.OtherUser,
            "Process 4711 belongs to user 1000, and this is user 1001 without CAP_SYS_PTRACE.",
            $"Run as the same user (sudo -u '#1000' -g '#1000' resident …), or as root, or once: {Capability}.{Containers}");
    }

    [Fact]
    public void Explain_AnotherGroup_NamesIt()
    {
        Reader(1000, 2000, NoCapability, scope: "0");

        AssertRefused(
            AttachRefusalKind.OtherUser,
            "Process 4711 runs with group 1000, and this with group 2000 without CAP_SYS_PTRACE.",
            $"Run as the same user (sudo -u '#1000' -g '#1000' resident …), or as root, or once: {Capability}.{Containers}");
    }

    // Being the same user would lead to the next refusal.
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Explain_AnotherUserUnderYama_DoesNotAdviseToBeTheSame(string scope)
    {
        Reader(1001, 1001, NoCapability, scope);

        AssertRefused(
            AttachRefusalKind.OtherUser,
            "Process 4711 belongs to user 1000, and this is user 1001 without CAP_SYS_PTRACE.",
            $"Run as root, or once: {Capability} (kernel.yama.ptrace_scope is {scope}, so that being the same user is not enough).{Containers}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Explain_TheSameUserUnderYama_NamesTheScope(string scope)
    {
        Reader(1000, 1000, NoCapability, scope);

        AssertRefused(
            AttachRefusalKind.PtraceScope,
            $"kernel.yama.ptrace_scope is {scope}: process 4711 can be read with CAP_SYS_PTRACE only.",
            $"Run as root, or once: {Capability}, or for the whole machine: sudo sysctl kernel.yama.ptrace_scope=0.{Containers}");
    }

    [Theory]
    [InlineData(1000, NoCapability)]
    [InlineData(1001, NoCapability)]
    [InlineData(0, SysPtrace)]
    public void Explain_ScopeThree_NothingHelpsBeforeTheNextBoot(int user, string capabilities)
    {
        Reader(user, user, capabilities, scope: "3");

        AssertRefused(
            AttachRefusalKind.PtraceScope,
            "kernel.yama.ptrace_scope is 3: no process may read another one's memory.",
            "It stays until the next boot: set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and boot again.");
    }

    [Fact]
    public void Explain_TheSameUserWithoutYama_TheProcessProtectsItself()
    {
        Reader(1000, 1000, NoCapability, scope: null);

        AssertRefused(
            AttachRefusalKind.NotDumpable,
            "Process 4711 belongs to the same user and still refuses: it is not dumpable, or its executable has set-user-ID or file capabilities.",
            $"Run as root, or once: {Capability}.{Containers}");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void AssertRefused(AttachRefusalKind kind, string message, string remedy)
    {
        Assert.False(GoProcess.TryOpen(Target, new() { ProcRoot = _root }, out _, out var refusal));

        Assert.Equal((kind, message, remedy), (refusal!.Kind, refusal.Message, refusal.Remedy));
    }

    private void Reader(int user, int group, string capabilities, string? scope)
    {
        Status("self", user, group, capabilities);
        if (scope is not null)
        {
            Write("sys/kernel/yama/ptrace_scope", scope + "\n");
        }
    }

    private void Status(string process, int user, int group, string capabilities) => Write(
        $"{process}/status",
        $"Name:\tx\nUid:\t{user}\t{user}\t{user}\t{user}\nGid:\t{group}\t{group}\t{group}\t{group}\nCapEff:\t{capabilities}\nSeccomp:\t0\n");

    private void Write(string path, string text)
    {
        string file = Path.Join(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
