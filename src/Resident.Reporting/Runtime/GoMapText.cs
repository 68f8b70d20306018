using System.Globalization;
using Resident.Model;

namespace Resident.Reporting.Runtime;

/// <summary>Prints the page map of a Go heap: sums, the map itself, and how full the size classes are.</summary>
public static class GoMapText
{
    private const string Reset = "\e[0m";

    /// <summary>Writes the report.</summary>
    /// <param name="map">The map.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="width">How many signs a line of the map has; each stands for the same number of pages.</param>
    /// <param name="color">Whether the terminal shows colours.</param>
    public static void Write(GoPageMap map, TextWriter output, int width, bool color)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(output);
        WriteTotals(map, output);
        WriteMap(map, output, Math.Clamp(width, 16, 1024), color);
        WriteSizeClasses(map.Spans, output);
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
        output.WriteLine(Line(
            $"1 sign = {new ByteSize((long)pagesPerSign * map.PageBytes)}: 1-9 objects, full to tenths (9 is full)  S stacks  o idle  . released  ? other"));
        foreach (var region in map.Regions)
        {
            output.WriteLine(Line($"0x{region.Address:x}"));
            GoPageWalk walk = new(region);
            while (walk.Page < region.Pages)
            {
                output.Write("  ");
                for (int sign = 0; sign < width && walk.Page < region.Pages; sign++)
                {
                    WriteSign(ref walk, walk.Page + pagesPerSign, output, color);
                }

                output.WriteLine();
            }
        }
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

    private static void WriteSizeClasses(GoSpanTable spans, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Line($"{"OBJECT",10} {"SPANS",8} {"OBJECTS",12} {"SLOTS",12} {"BYTES",12} {"FULL",6} {"FRAGMENTED",12}"));
        foreach (var use in spans.SizeClasses)
        {
            string size = use.SizeClass == 0 ? "> 32 KiB" : new ByteSize(use.ObjectBytes).ToString();
            output.WriteLine(Line(
                $"{size,10} {use.Spans,8} {use.Objects,12} {use.Slots,12} {use.Bytes,12} {100 * use.Occupancy,5:F0}% {use.Fragmentation,12}"));
        }
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
