using Microsoft.AspNetCore.Http;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>The series of one answer.</summary>
/// <param name="BootId">The timeline's id.</param>
/// <param name="Sequence">The newest step that surely is in the columns: live steps after it continue them.</param>
/// <param name="Series">Those of the request that have a value in the window.</param>
internal sealed record SeriesSet(string BootId, long Sequence, IReadOnlyList<SeriesColumns> Series)
{
    /// <summary>Reads the series that a request names. A name that the timeline does not know is a wrong request.</summary>
    /// <exception cref="BadHttpRequestException">There is no series of a name.</exception>
    public static SeriesSet Read(ITimeline timeline, WindowRequest window)
    {
        long sequence = timeline.LastSequence;
        var known = timeline.Series.ToDictionary(static series => series.Id, StringComparer.Ordinal);
        List<SeriesColumns> found = new(window.Ids.Count);
        foreach (string id in window.Ids.Distinct(StringComparer.Ordinal))
        {
            var description = known.GetValueOrDefault(id)
                ?? throw new BadHttpRequestException($"There is no series \"{Problem.Shorten(id)}\". GET /api/hello lists them.");
            var columns = timeline.Query(id, window.From, window.To, window.Columns);
            if (columns.Last.Count > 0)
            {
                found.Add(new SeriesColumns(description, columns));
            }
        }

        return new SeriesSet(timeline.BootId, sequence, found);
    }
}
