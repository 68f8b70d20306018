using Resident.Model;
using Resident.Model.Observations;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Finds the places of heap profiles in a recording.</summary>
public static class RecordedSites
{
    /// <summary>Reads the last heap profile of a stretch.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="MalformedInputException">It is damaged.</exception>
    public static HeapSites? Last(RecordingReader reader, long fromUnixMs, long toUnixMs)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Documents(HeapSitesDocument.Kind).LastOrDefault(document => document.UnixMs >= fromUnixMs && document.UnixMs <= toUnixMs) is { } last
            ? HeapSitesDocument.Read(reader.Path, last.Utf8)
            : null;
    }
}
