namespace Resident.Monitoring.History;

/// <summary>A timeline that goes on: it can be followed, and takes marks. Safe for several threads.</summary>
public interface ILiveTimeline : ITimeline
{
    /// <summary>Follows the steps after a number: those that are still remembered at once, later ones as they come. A reader
    /// that is more than a few hundred steps behind is told so by a jump in the numbers and has to ask for the stretch.</summary>
    /// <param name="afterSequence">The last step that the reader has; 0 for none.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    IAsyncEnumerable<TimelineTick> FollowAsync(long afterSequence, CancellationToken cancellationToken);

    /// <summary>Puts a person's mark on the timeline.</summary>
    /// <param name="text">What to say at the mark; at most 200 characters are kept.</param>
    void AddMark(string text);
}
