using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>Finds the rest of a trace line behind the program's text that ended without a newline: both then stand on one line.</summary>
internal static class TornInLine
{
    private const int MostLineBytes = 1024;
    private const int WordBytes = 10;
    private const int MostLength = 2;
    private const int MatchSteps = 4;

    /// <summary>Adds the ways to read the line in which the trace ends.</summary>
    public static void Find(
        ReadOnlySpan<byte> data, TornLineBounds line, ref readonly TraceMatch initial, TornPaths paths, TornPieces pieces, List<TornPath> done, TornBudget budget)
    {
        var last = data[line.Start..line.End].TrimEnd("\r\n"u8);
        var anchor = initial.Kind == TraceKind.Gc ? "gc "u8 : "scav "u8;
        if (initial.Kind is not (TraceKind.Gc or TraceKind.Scav) || data[line.From..line.End].IndexOf(anchor) >= 0
            || line.End - line.Start > MostLineBytes || last.IsEmpty || !")]Plbs"u8.Contains(last[^1]))
        {
            return;
        }

        for (int index = 0; index < paths.Count; index++)
        {
            if (paths[index].Tokens > 0 && !budget.IsSpent)
            {
                budget.Spend((long)MatchSteps * (line.End - paths[index].AppFrom));
                Resume(data[..line.End], initial.Kind, paths[index], pieces, done);
            }
        }
    }

    /// <summary>Where digits stand before a number, each of them may be the program's; the longer the program's text, the less likely.</summary>
    private static void Resume(ReadOnlySpan<byte> data, TraceKind kind, TornPath path, TornPieces pieces, List<TornPath> done)
    {
        int digits = data[path.AppFrom..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        for (int at = path.AppFrom + 1 + Math.Max(0, digits); at < data.Length - 2; at++)
        {
            int before = data[at - 1] == '.' ? at - 2 : at - 1;
            bool inNumber = char.IsAsciiDigit((char)data[at]) && char.IsAsciiDigit((char)data[before]);
            var match = new TraceMatch { Kind = kind, State = path.State };
            if (TraceMatcher.Match(data[at..], final: true, ref match) == MatchStatus.Done && at + match.Consumed == data.Length)
            {
                int cost = (inNumber ? TornSearch.DigitHead : TornSearch.OddHead) + Math.Min(MostLength, (at - path.AppFrom) / WordBytes);
                done.Add(path with { Cost = path.Cost + cost, Piece = pieces.Add(path.Piece, at, data.Length) });
            }
        }
    }
}
