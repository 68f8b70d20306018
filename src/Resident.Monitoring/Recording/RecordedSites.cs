using Resident.Model;
using Resident.Model.Observations;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Finds the places of heap profiles in a recording.</summary>
public static class RecordedSites
{
    /// <summary>Reads the heap profiles of a stretch, oldest first, each when it is asked for.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <exception cref="MalformedInputException">One is damaged.</exception>
    public static IEnumerable<HeapSites> All(RecordingReader reader, long fromUnixMs, long toUnixMs)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Documents(HeapSitesDocument.Kind, fromUnixMs, toUnixMs).Select(document => HeapSitesDocument.Read(reader.Path, document.Utf8));
    }

    /// <summary>Reads the last heap profile of a stretch, and none of the others.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="MalformedInputException">It is damaged.</exception>
    public static HeapSites? Last(RecordingReader reader, long fromUnixMs, long toUnixMs)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Documents(HeapSitesDocument.Kind, fromUnixMs, toUnixMs) is [.., var last] ? HeapSitesDocument.Read(reader.Path, last.Utf8) : null;
    }
}
