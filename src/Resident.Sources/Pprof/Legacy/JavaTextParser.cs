using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses heap and contention profiles of Java in text, and the names that follow Java's CPU profiles.</summary>
/// <remarks>--- heapz 1 ---, then "format = java", samples "7048 1 @ 0x3 0x4" and names "0x3 com.example.f (F.java:12)".</remarks>
internal static class JavaTextParser
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const long HeapSamplingRate = 524288;
    private const long NanosecondsOfMillisecond = 1_000_000;

    private static readonly Regex Attribute = new("(?<a>[A-Za-z0-9_ ]+)=(?<b>[A-Za-z0-9_ ]+)", Linear);
    private static readonly Regex SampleLine = new(" *(?<a>[0-9]+) +(?<b>[0-9]+) +@ +(?<c>[ x0-9a-f]*)", Linear);
    private static readonly Regex Location = new(@"^[\t ]*0x(?<a>[0-9A-Fa-f]+)[\t ]+(?<b>.*)\z", Linear);
    private static readonly Regex FileLine = new(@"^(?<a>.*)[\t ]+\((?<b>.+):(?<c>-?[0-9]+)\)\z", Linear);
    private static readonly Regex FilePath = new(@"^(?<a>.*)[\t ]+\((?<b>.*)\)\z", Linear);

    /// <summary>Parses, or returns null when the text is no such profile or is damaged.</summary>
    public static LegacyBuilder? TryParse(ReadOnlySpan<byte> data, out string? error)
    {
        error = null;
        var lines = new LegacyLines(data);
        string kind = lines.TryRead() ? lines.Current.Trim() : string.Empty;
        if (kind is not ("--- heapz 1 ---" or "--- contentionz 1 ---"))
        {
            return null;
        }

        bool isHeap = kind is "--- heapz 1 ---";
        var builder = new LegacyBuilder(new Profile()) { ForgetsAddresses = true };
        if (!TryReadAttributes(ref lines, builder, isHeap))
        {
            return null;
        }

        bool hasMore = true;
        while (hasMore)
        {
            var match = SampleLine.Match(lines.Current);
            if (!match.Success && lines.Current.Trim().Length > 0)
            {
                break;
            }

            error = match.Success ? AddSample(builder, match, lines.Current.Trim(), isHeap) : null;
            if (error is not null)
            {
                return null;
            }

            hasMore = lines.TryRead();
        }

        ReadLocation(lines.Current, builder);
        ReadLocations(lines.Rest, builder);
        return builder.Header.SampleTypes.IsEmpty ? null : builder;
    }

    /// <summary>Reads the names of addresses.</summary>
    public static void ReadLocations(ReadOnlySpan<byte> text, LegacyBuilder builder)
    {
        var lines = new LegacyLines(text);
        while (lines.TryRead())
        {
            ReadLocation(lines.Current, builder);
        }
    }

    private static void ReadLocation(string line, LegacyBuilder builder)
    {
        var match = Location.Match(line.TrimEnd());
        if (!match.Success || !ulong.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
        {
            return;
        }

        string text = match.Groups[2].Value;
        LegacyFrame frame;
        if (FileLine.Match(text) is { Success: true } place)
        {
            frame = new LegacyFrame(place.Groups[1].Value, place.Groups[2].Value, Math.Max(0, LegacyNumbers.Parse(place.Groups[3].Value) ?? 0));
        }
        else if (FilePath.Match(text) is { Success: true } path)
        {
            frame = new LegacyFrame(path.Groups[1].Value, ProfilePath.BaseName(path.Groups[2].Value), 0);
        }
        else
        {
            frame = new LegacyFrame(text.Contains("generated stub/JIT", StringComparison.Ordinal) ? "STUB" : text, string.Empty, 0);
        }

        builder.Symbols[address] = [frame];
    }

    private static bool TryReadAttributes(ref LegacyLines lines, LegacyBuilder builder, bool isHeap)
    {
        while (lines.TryRead())
        {
            if (lines.Current.Trim().Length == 0)
            {
                continue;
            }

            var match = Attribute.Match(lines.Current);
            if (!match.Success)
            {
                return true;
            }

            string value = match.Groups[2].Value.Trim();
            var header = builder.Header;
            switch ((isHeap, match.Groups[1].Value.Trim()))
            {
                case (_, "format") when value is "java":
                    break;
                case (true, "resolution"):
                    builder.Header = header with { SampleTypes = [new("inuse_objects", "count"), new("inuse_space", value)] };
                    break;
                case (false, "resolution"):
                    builder.Header = header with { SampleTypes = [new("contentions", "count"), new("delay", value)] };
                    break;
                case (false, "sampling period") when LegacyNumbers.Parse(value) is { } period:
                    builder.Header = header with { PeriodType = new SampleType("contentions", "count"), Period = period };
                    break;
                case (false, "ms since reset") when LegacyNumbers.Parse(value) is { } duration:
                    builder.Header = header with { DurationNanoseconds = unchecked(duration * NanosecondsOfMillisecond) };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static string? AddSample(LegacyBuilder builder, Match match, string line, bool isHeap)
    {
        if (LegacyNumbers.Parse(match.Groups[2].Value) is not { } count
            || LegacyNumbers.Parse(match.Groups[1].Value) is not { } size
            || LegacyNumbers.Addresses(match.Groups[3].ValueSpan) is not { } addresses)
        {
            return $"malformed sample: {line}: value out of range";
        }

        if (!isHeap)
        {
            long period = builder.Header.Period == 0 ? 1 : builder.Header.Period;
            builder.Add(addresses, [unchecked(count * period), unchecked(size * period)]);
            return null;
        }

        if (count == 0)
        {
            return $"parsing sample {line}: second value must be non-zero";
        }

        var (allCount, allSize) = LegacyNumbers.Unsample(count, size, HeapSamplingRate);
        builder.Add(addresses, [allCount, allSize], ("bytes", null, size / count));
        return null;
    }
}
