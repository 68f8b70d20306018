using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Web.Stage;

/// <summary>Puts computed figures on a real timeline: a past of any length at once, then a step at a time.</summary>
public sealed class Stagehand
{
    private readonly LeakyService _service;
    private readonly bool _traced;

    /// <summary>Initializes a new instance of the <see cref="Stagehand"/> class.</summary>
    /// <param name="scene">"leak", "quiet-leak" (the same, for tests that want a stage of their own), "native" (no Go runtime), "silent" (Go, no GC line yet), "waiting" (nothing yet).</param>
    /// <param name="clock">The clock.</param>
    /// <param name="start">When the target started.</param>
    public Stagehand(string scene, TimeProvider clock, DateTimeOffset start)
    {
        bool isGo = scene is not "native";
        _traced = scene is "leak" or "quiet-leak";
        _service = new LeakyService(start, seed: 1, isGo);
        Timeline = new Timeline(
            new TargetDescription
            {
                Pid = 48211,
                Name = "orders-api",
                Executable = "/srv/orders/bin/orders-api",
                Runtime = isGo ? new RuntimeIdentity("go", "go1.22.5", "example.com/orders", "buildinfo") : new RuntimeIdentity("native", null, null, "none"),
                StartedAt = start,
                Sources = isGo ? ["procfs", "cgroup", "gctrace", "memory"] : ["procfs", "cgroup"],
                State = scene is "waiting" ? "waiting" : "live",
                Warnings = scene is "native" ? ["smaps_rollup of another user's process needs CAP_SYS_PTRACE: run with sudo to see PSS and USS."] : [],
            },
            clock);
    }

    /// <summary>Gets the timeline.</summary>
    public Timeline Timeline { get; }

    /// <summary>Adds one sample a second for a stretch of time.</summary>
    public void Fill(DateTimeOffset from, DateTimeOffset to)
    {
        for (var time = from; time < to; time += TimeSpan.FromSeconds(1))
        {
            Step(time, []);
        }
    }

    /// <summary>Adds one sample.</summary>
    public void Step(DateTimeOffset time, IReadOnlyList<TimelineEvent> events)
    {
        var (sample, cycles) = _service.At(time);
        Timeline.Add(
            _traced ? sample : sample with { GcCycles = [], Scavenges = [], Go = null },
            _traced ? cycles : [],
            new SelfCost(new ByteSize(23 * 1024 * 1024), 0.3),
            events);
    }

    /// <summary>Lets the target die as an OOM-killed one does.</summary>
    public void Kill(DateTimeOffset time) =>
        Timeline.ChangeTarget(
            static target => target with { State = "ended", Ending = "orders-api (PID 48211) was killed by the OOM killer at RES 2,046 MiB." },
            new TimelineEvent(time.ToUnixTimeMilliseconds(), "oom", "Killed by the OOM killer at RES 2,046 MiB."),
            new TimelineEvent(time.ToUnixTimeMilliseconds() + 1, "exit", "The process ended by signal 9 (SIGKILL)."));
}
