using Resident.EndToEnd.Tests.Why;

namespace Resident.EndToEnd.Tests.Machines;

/// <summary>Who may read whom under Yama and hidepid, and what the refusals say: tests/tools/vm/rights.sh.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class RightsTests(RightsMachine machine) : IClassFixture<RightsMachine>
{
    private const string Capability = "sudo setcap cap_sys_ptrace=ep /resident/resident";
    private const string Containers =
        " In docker: docker run --pid=container:NAME --cap-add SYS_PTRACE; in Kubernetes: kubectl debug -it POD --target=CONTAINER --profile=sysadmin.";

    [Theory]
    [InlineData("scope-0.owner")]
    [InlineData("scope-0.root")]
    [InlineData("scope-0.capable")]
    [InlineData("scope-1.root")]
    [InlineData("scope-1.capable")]
    [InlineData("scope-2.root")]
    [InlineData("scope-2.capable")]
    [InlineData("protected.capable")]
    [InlineData("moved.capable")]
    public async Task Goroutines_WithTheRight_AreRead(string who)
    {
        var report = await machine.ReportAsync();

        Assert.Contains("status 0", report.Lines(who));
        Assert.Contains("{\"schema\":\"resident.goroutines/1\"", report.Text(who), StringComparison.Ordinal);
        Assert.DoesNotContain("resident:", report.Text(who), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnderScopeOne_ReadsTheProgramThatItStarted()
    {
        var sample = (await machine.ReportAsync()).Json("scope-1.child");

        Assert.Equal(("leaky", "memory"), (sample.GetProperty("process").GetProperty("name").GetString(), sample.GetProperty("go").GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData("0", $"Run as the same user (sudo -u '#1000' -g '#1000' resident …), or as root, or once: {Capability}.")]
    [InlineData("1", $"Run as root, or once: {Capability} (kernel.yama.ptrace_scope is 1, so that being the same user is not enough).")]
    [InlineData("2", $"Run as root, or once: {Capability} (kernel.yama.ptrace_scope is 2, so that being the same user is not enough).")]
    public async Task Goroutines_OfAnotherUser_NameHim(string scope, string remedy)
    {
        var report = await machine.ReportAsync();

        AssertRefused(report, $"scope-{scope}.other", $"Process {Alices(report)} belongs to user 1000, and this is user 1001 without CAP_SYS_PTRACE. {remedy}{Containers}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Goroutines_OfTheSameUserUnderYama_NameTheScope(string scope)
    {
        var report = await machine.ReportAsync();
        string words = $"kernel.yama.ptrace_scope is {scope}: process {Alices(report)} can be read with CAP_SYS_PTRACE only. "
            + $"Run as root, or once: {Capability}, or for the whole machine: sudo sysctl kernel.yama.ptrace_scope=0.{Containers}";

        AssertRefused(report, $"scope-{scope}.owner", words);
        Assert.StartsWith("resident: " + words, report.Text($"scope-{scope}.stat"), StringComparison.Ordinal);
        AssertKernelFigures(report, $"scope-{scope}.stat");
    }

    [Fact]
    public async Task Goroutines_UnderScopeThree_AreNobodys()
    {
        const string Words = "kernel.yama.ptrace_scope is 3: no process may read another one's memory. "
            + "It stays until the next boot: set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and boot again.";
        var report = await machine.ReportAsync();

        AssertRefused(report, "scope-3.alice", Words);
        AssertRefused(report, "scope-3.root", Words);
        AssertKernelFigures(report, "scope-3.stat");
    }

    [Fact]
    public async Task Goroutines_OfAProgramThatProtectsItself_SayThat()
    {
        var report = await machine.ReportAsync();
        string pid = report.Lines("pids")[0].Split(' ')[1];

        AssertRefused(
            report,
            "protected.owner",
            $"Process {pid} belongs to the same user and still refuses: it is not dumpable, or its executable has set-user-ID or file capabilities. "
            + $"Run as root, or once: {Capability}.{Containers}");
    }

    [Theory]
    [InlineData("1", "noaccess")]
    [InlineData("2", "invisible")]
    public async Task Stat_OfAHiddenProcess_NamesTheRuleAndWhatShowsIt(string level, string rule)
    {
        string remedy = "Run as root (sudo resident …), or in group 2000, which sees all (sudo -g '#2000' resident …), or once: "
            + $"{Capability}, or for the whole machine: sudo mount -o remount,hidepid=0 /proc.";
        var report = await machine.ReportAsync();
        string hidden = $"Process {Alices(report)} is another user's, and /proc is mounted with hidepid={rule}, which hides it. {remedy}";
        string may = $"Processes of other users may be hidden: /proc is mounted with hidepid={rule}. {remedy}";

        AssertRefused(report, $"hidepid-{level}.other", hidden);
        AssertRefused(report, $"hidepid-{level}.other-goroutines", hidden);
        AssertRefused(report, $"hidepid-{level}.other-name", $"No process is called \"target\", or has it in its command line. {may}");
        AssertRefused(
            report,
            $"hidepid-{level}.absent",
            "There is no process 30000 under /proc: it has ended, or it is in another PID namespace; \"resident ps\" lists those that can be seen.");
        Assert.Contains("resident: " + may, report.Lines($"hidepid-{level}.ps"));
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("group")]
    [InlineData("capable")]
    public async Task Stat_OfAProcessThatIsHiddenFromOthers_IsTold(string who)
    {
        var report = await machine.ReportAsync();

        AssertKernelFigures(report, "hidepid-1." + who);
        AssertKernelFigures(report, "hidepid-2." + who);
    }

    private static string Alices(GuestReport report) => report.Lines("pids")[0].Split(' ')[0];

    private static void AssertRefused(GuestReport report, string name, string words)
    {
        Assert.Equal("resident: " + words, report.Lines(name)[0]);
        Assert.Contains("status 3", report.Lines(name));
    }

    // The beginning of the sample is printed, which is the kernel's view.
    private static void AssertKernelFigures(GuestReport report, string name)
    {
        Assert.Contains($"\"pid\":{Alices(report)},\"name\":\"target\"", report.Text(name), StringComparison.Ordinal);
        Assert.Contains("status 0", report.Lines(name));
    }
}
