using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Web.Tests.Api;

/// <summary>A recording that turns out damaged, gone or too large when it is read.</summary>
/// <param name="around">Tells what there is.</param>
/// <param name="failure">What reading ends in.</param>
internal sealed class FailingTimeline(ITimeline around, Exception failure) : ITimeline
{
    public string BootId => around.BootId;

    public long LastSequence => around.LastSequence;

    public TargetDescription Target => around.Target;

    public IReadOnlyList<SeriesDescription> Series => around.Series;

    public int LevelCount => around.LevelCount;

    public Sample? Latest => throw failure;

    public (long FromUnixMs, long ToUnixMs)? Extent => around.Extent;

    public bool HasValues(string seriesId) => throw failure;

    public SeriesWindow Query(string seriesId, long fromUnixMs, long toUnixMs, int columns) => throw failure;

    public IReadOnlyList<GcEntry> GcLog(long fromUnixMs, long toUnixMs, int skip, int limit) => throw failure;

    public IReadOnlyList<TimelineEvent> Events(long fromUnixMs, long toUnixMs) => throw failure;
}
