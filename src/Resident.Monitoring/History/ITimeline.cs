using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>All that is known of one target over time, live (<see cref="ILiveTimeline"/>) or read from a log. Safe for several threads.</summary>
public interface ITimeline
{
    /// <summary>Gets an id that is new with each start of Resident, so that a client knows that its sequence numbers are void.</summary>
    string BootId { get; }

    /// <summary>Gets the number of the last step.</summary>
    long LastSequence { get; }

    /// <summary>Gets what is watched.</summary>
    TargetDescription Target { get; }

    /// <summary>Gets every series that there may be. Those of cycles and of the scavenger come after the sampled ones.</summary>
    IReadOnlyList<SeriesDescription> Series { get; }

    /// <summary>Gets the processes that wrote into a trace, the first one first; its series have bare ids, the others' end in "@" and
    /// the name. Empty before the first line.</summary>
    IReadOnlyList<string> Processes => [];

    /// <summary>Gets how many of <see cref="Series"/> are sampled: those that a tick's values stand for.</summary>
    int LevelCount { get; }

    /// <summary>Gets the newest sample, or null before the first.</summary>
    Sample? Latest { get; }

    /// <summary>Gets the first and last time that anything is known of, milliseconds; null while nothing is.</summary>
    (long FromUnixMs, long ToUnixMs)? Extent { get; }

    /// <summary>Tells whether a series has ever had a value.</summary>
    bool HasValues(string seriesId);

    /// <summary>Takes a stretch of one series.</summary>
    /// <param name="seriesId">An id of <see cref="Series"/>.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <param name="columns">The most columns that are wanted, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no series of that id.</exception>
    SeriesWindow Query(string seriesId, long fromUnixMs, long toUnixMs, int columns);

    /// <summary>Gets cycles of a stretch, newest first.</summary>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <param name="skip">How many of the newest to leave out.</param>
    /// <param name="limit">The most cycles.</param>
    IReadOnlyList<GcEntry> GcLog(long fromUnixMs, long toUnixMs, int skip, int limit);

    /// <summary>Gets what happened in a stretch, oldest first.</summary>
    IReadOnlyList<TimelineEvent> Events(long fromUnixMs, long toUnixMs);
}
