using Resident.Sources.GoTrace.Prefixes;
using Resident.Sources.GoTrace.Torn;

namespace Resident.Sources.GoTrace;

/// <summary>Tells how many of the last bytes must wait, because a trace line may begin in them.</summary>
internal static class TraceTail
{
    /// <summary>Counts them.</summary>
    /// <param name="bytes">The last bytes, without a whole anchor in them that was not rejected.</param>
    /// <param name="midLine">Whether other bytes of the same line came before.</param>
    /// <param name="options">How the input is read.</param>
    public static int HeldAtEnd(ReadOnlySpan<byte> bytes, bool midLine, TraceSplitterOptions options)
    {
        int newline = bytes.LastIndexOf((byte)'\n');
        var line = bytes[(newline + 1)..];
        if (line.IsEmpty)
        {
            return 0;
        }

        bool fromStart = newline >= 0 || !midLine;
        if (fromStart && (TraceAnchors.CouldBegin(line, midLine: false) || (options.Prefixes && CouldBePrefix(line, Math.Min(options.Limits.TraceLineBytes, TraceRecordLine.MostTextBefore)))))
        {
            return line.Length;
        }

        return TraceAnchors.HeldAtEnd(line);
    }

    /// <summary>Tells whether a trace line may follow what may be a prefix. A container's line must come whole, for trace may stand behind the
    /// program's text in it.</summary>
    private static bool CouldBePrefix(ReadOnlySpan<byte> line, int mostBytes)
    {
        if (line[0] == '{')
        {
            return line.Length < (TraceJsonLine.BodyOf(line) > 0 ? mostBytes : LinePrefixParser.MostBytes);
        }

        var prefix = LinePrefixParser.Parse(line[..Math.Min(line.Length, LinePrefixParser.MostBytes)], whole: true, final: line.Length > LinePrefixParser.MostBytes);
        if (prefix.Record > 0)
        {
            return line.Length < mostBytes;
        }

        return line.Length <= LinePrefixParser.MostBytes
            && (prefix.NeedMore || (prefix.Length > 0 && TraceAnchors.CouldBegin(line[prefix.Length..], midLine: false)));
    }
}
