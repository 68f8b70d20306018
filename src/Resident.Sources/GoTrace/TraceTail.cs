using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace;

/// <summary>Tells how many of the last bytes must wait, because a trace line may begin in them.</summary>
internal static class TraceTail
{
    /// <summary>Counts them.</summary>
    /// <param name="bytes">The last bytes, without a whole anchor in them that was not rejected.</param>
    /// <param name="midLine">Whether other bytes of the same line came before.</param>
    /// <param name="prefixes">Whether lines may begin with a prefix.</param>
    public static int HeldAtEnd(ReadOnlySpan<byte> bytes, bool midLine, bool prefixes)
    {
        int newline = bytes.LastIndexOf((byte)'\n');
        var line = bytes[(newline + 1)..];
        if (line.IsEmpty)
        {
            return 0;
        }

        bool fromStart = newline >= 0 || !midLine;
        if (fromStart && (TraceAnchors.CouldBegin(line, midLine: false) || (prefixes && CouldBePrefix(line))))
        {
            return line.Length;
        }

        return TraceAnchors.HeldAtEnd(line);
    }

    private static bool CouldBePrefix(ReadOnlySpan<byte> line)
    {
        if (line.Length > LinePrefixParser.MostBytes)
        {
            return false;
        }

        var prefix = LinePrefixParser.Parse(line, whole: true, final: false);
        return prefix.NeedMore || (prefix.Length > 0 && TraceAnchors.CouldBegin(line[prefix.Length..], midLine: false));
    }
}
