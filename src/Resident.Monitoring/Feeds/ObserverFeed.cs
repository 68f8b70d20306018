using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Feeds;

/// <summary>Leads the samples of an observer into a timeline: one watch gives both the verdict and the charts.</summary>
public sealed class ObserverFeed
{
    private readonly Timeline _timeline;
    private readonly SelfMeter _self;
    private readonly PauseCycles _pauses = new();

    /// <summary>Initializes a new instance of the <see cref="ObserverFeed"/> class.</summary>
    /// <param name="timeline">Where the samples go.</param>
    /// <param name="self">Measures us.</param>
    public ObserverFeed(Timeline timeline, SelfMeter self)
    {
        _timeline = timeline;
        _self = self;
    }

    /// <summary>Takes a sample.</summary>
    public void Take(Sample sample) => _timeline.Add(sample, PauseCycles.ToEntries(_pauses.AddTo(sample).GcCycles), _self.Read(), []);
}
