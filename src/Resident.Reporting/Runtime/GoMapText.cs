using System.Globalization;
using Resident.Model;

namespace Resident.Reporting.Runtime;

/// <summary>Prints the page map of a Go heap: sums, the map itself, and how full the size classes are.</summary>
public static class GoMapText
{
    private const string Reset = "\e[0m";
    private const string Margin = "  ";
    private const int SizesWidth = 78; // of the whole table of size classes

    /// <summary>Writes the report.</summary>
    /// <param name="map">The map.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="width">How many columns there are. Each sign of the map stands for the same number of pages.</param>
    /// <param name="color">Whether the terminal shows colours.</param>
    public static void Write(GoPageMap map, TextWriter output, int width, bool color)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(output);
        WriteTotals(map, output);
        WriteMap(map, output, Math.Clamp(width - Margin.Length, 16, 1024), color);
        WriteSizeClasses(map.Spans, output, withSlots: width >= SizesWidth);
    }

    private static void WriteTotals(GoPageMap map, TextWriter output)
    {
        output.WriteLine(Line($"{"PAGES",-12} {"BYTES",12} {"RESIDENT",12}"));
        foreach (var total in map.Totals)
        {
            string resident = total.Resident is { } known ? known.ToString() : "-";
            output.WriteLine(Line($"{NameOf(total.Kind),-12} {total.Bytes,12} {resident,12}"));
        }

        if (map.HugePages is { } huge)
        {
            output.WriteLine(Line($"{"huge pages",-12} {huge,12}"));
        }

        if (map.LazyFree is { Bytes: > 0 } lazy)
        {
            output.WriteLine(Line($"{"lazily freed",-12} {lazy,12}"));
        }
    }

    private static void WriteMap(GoPageMap map, TextWriter output, int width, bool color)
    {
        const int MostLines = 64;
        long pages = map.Regions.Sum(static region => (long)region.Pages);
        int pagesPerSign = (int)Math.Max(1, (pages + (width * MostLines) - 1) / (width * MostLines));
        output.WriteLine();
        WriteLegend(new ByteSize((long)pagesPerSign * map.PageBytes), output, width);
        foreach (var region in map.Regions)
        {
            output.WriteLine(Line($"0x{region.Address:x}"));
            GoPageWalk walk = new(region);
            while (walk.Page < region.Pages)
            {
                output.Write(Margin);
                for (int sign = 0; sign < width && walk.Page < region.Pages; sign++)
                {
                    WriteSign(ref walk, walk.Page + pagesPerSign, output, color);
                }

                output.WriteLine();
            }
        }
    }

    // In as many lines as it takes.
    private static void WriteLegend(ByteSize sign, TextWriter output, int width)
    {
        int used = 0;
        foreach (string part in (ReadOnlySpan<string>)
            [$"1 sign = {sign}:", "1-9 objects, full to tenths (9 is full)", "S stacks", "o idle", ". released", "? other"])
        {
            if (used > 0 && used + Margin.Length + part.Length > width)
            {
                output.WriteLine();
                used = 0;
            }

            output.Write(used == 0 ? part : Margin + part);
            used += part.Length + (used == 0 ? 0 : Margin.Length);
        }

        output.WriteLine();
    }

    // A sign shows what most of its pages are.
    private static void WriteSign(ref GoPageWalk walk, int end, TextWriter output, bool color)
    {
        Span<int> kinds = stackalloc int[5];
        long fullness = 0;
        while (walk.TryTake(end, out var part))
        {
            kinds[(int)part.Kind] += part.Pages;
            fullness += (long)part.Fullness * part.Pages;
        }

        int most = 0;
        for (int kind = 1; kind < kinds.Length; kind++)
        {
            most = kinds[kind] > kinds[most] ? kind : most;
        }

        long tenths = fullness / Math.Max(kinds[(int)GoPageKind.Objects], 1) / 10;
        (char sign, string start) = (GoPageKind)most switch
        {
            GoPageKind.Idle => ('o', "\e[33m"),
            GoPageKind.Released => ('.', "\e[90m"),
            GoPageKind.Objects => ((char)('0' + Math.Clamp(tenths, 1, 9)), tenths >= 7 ? "\e[32m" : tenths >= 4 ? "\e[36m" : "\e[35m"),
            GoPageKind.Stacks => ('S', "\e[34m"),
            _ => ('?', "\e[90m"),
        };
        if (color)
        {
            output.Write(start);
        }

        output.Write(sign);
        if (color)
        {
            output.Write(Reset);
        }
    }

    // Classes are known by their bytes: 1,152 and not 1.13 KiB.
    private static void WriteSizeClasses(GoSpanTable spans, TextWriter output, bool withSlots)
    {
        output.WriteLine();
        output.WriteLine(Row("OBJECT", "SPANS", "OBJECTS", "SLOTS", "BYTES", "FULL", "FRAGMENTED"));
        foreach (var use in spans.SizeClasses)
        {
            string size = use.SizeClass == 0 ? "> 32 KiB" : Line($"{use.ObjectBytes:N0} B");
            output.WriteLine(Row(
                size, Line($"{use.Spans}"), Line($"{use.Objects}"), Line($"{use.Slots}"), use.Bytes.ToString(), Line($"{100 * use.Occupancy:F0}%"), use.Fragmentation.ToString()));
        }

        string Row(string size, string spanCount, string objects, string slots, string bytes, string full, string fragmented) =>
            withSlots
                ? $"{size,10} {spanCount,8} {objects,12} {slots,12} {bytes,12} {full,6} {fragmented,12}"
                : $"{size,10} {objects,9} {bytes,10} {full,5} {fragmented,10}";
    }

    private static string NameOf(GoPageKind kind) => kind switch
    {
        GoPageKind.Idle => "idle",
        GoPageKind.Released => "released",
        GoPageKind.Objects => "objects",
        GoPageKind.Stacks => "stacks",
        _ => "other",
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
