using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Feeds;

/// <summary>Leads the samples of a loop into a timeline, with what Resident itself costs beside each.</summary>
public sealed class ProcessFeed
{
    private readonly Timeline _timeline;
    private readonly SamplingLoop _loop;
    private readonly SelfMeter _self;

    /// <summary>Initializes a new instance of the <see cref="ProcessFeed"/> class.</summary>
    /// <param name="timeline">Where the samples go.</param>
    /// <param name="loop">Takes them.</param>
    /// <param name="self">Measures us.</param>
    public ProcessFeed(Timeline timeline, SamplingLoop loop, SelfMeter self)
    {
        _timeline = timeline;
        _loop = loop;
        _self = self;
    }

    /// <summary>Runs until the loop ends.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<LoopEnd> RunAsync(CancellationToken cancellationToken)
    {
        var end = await _loop.RunAsync(TakeSample, TakeEvent, cancellationToken).ConfigureAwait(false);
        if (end != LoopEnd.TargetEnded)
        {
            _timeline.ChangeTarget(static target => target with
            {
                State = "ended",
                Ending = target.Ending ?? "Watching was stopped.",
                EndingWords = target.Ending is null ? new Wording("stopped") : target.EndingWords,
            });
        }

        return end;
    }

    private ValueTask TakeSample(Sample sample, IReadOnlyList<TimelineEvent> events)
    {
        var target = _timeline.Target;
        if (target.State is not "live" || !target.Warnings.SequenceEqual(sample.Warnings, StringComparer.Ordinal))
        {
            _timeline.ChangeTarget(before => before with { State = "live", Ending = null, EndingWords = null, Warnings = sample.Warnings });
        }

        if (sample.Go is { Source: "memory" } && !target.Sources.Contains("memory", StringComparer.Ordinal))
        {
            // It was too young to be opened at first.
            _timeline.ChangeTarget(static before => before with { Sources = [.. before.Sources, "memory"] });
        }

        // A trace says more of each cycle than the ring does: where there is one, it alone is shown.
        bool isTraced = target.Sources.Contains("gctrace", StringComparer.Ordinal);
        _timeline.Add(sample, isTraced ? [] : PauseCycles.ToEntries(sample.GcCycles), _self.Read(), events);
        return ValueTask.CompletedTask;
    }

    private ValueTask TakeEvent(TimelineEvent happened)
    {
        if (happened.Kind is "exit" or "oom")
        {
            string state = _loop.AwaitsRestart ? "waiting" : "ended";
            _timeline.ChangeTarget(target => target with { State = state, Ending = happened.Text, EndingWords = happened.Words }, happened);
        }
        else
        {
            _timeline.Add(happened.UnixMs, [], [], [happened]);
        }

        return ValueTask.CompletedTask;
    }
}
