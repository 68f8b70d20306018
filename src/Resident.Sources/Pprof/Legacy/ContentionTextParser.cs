using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses contention profiles in text: Go's mutex and block with debug=1, and those of gperftools.</summary>
/// <remarks>--- mutex:, then cycles/second=2596188096, sampling period=1, and "350687636 119 @ 0x4d68bf 0x4d68a6".</remarks>
internal static class ContentionTextParser
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const long NanosecondsOfMillisecond = 1_000_000;

    private static readonly Regex SampleLine = new("(?<a>[0-9]+) +(?<b>[0-9]+) @(?<c>[ x0-9a-f]*)", Linear);

    /// <summary>Parses, or returns null when the text is no such profile or is damaged.</summary>
    public static LegacyBuilder? TryParse(ReadOnlySpan<byte> data)
    {
        var lines = new LegacyLines(data);
        bool isKnown = lines.TryRead()
            && (lines.Current.StartsWith("--- contentionz ", StringComparison.Ordinal)
                || lines.Current.StartsWith("--- mutex:", StringComparison.Ordinal)
                || lines.Current.StartsWith("--- contention:", StringComparison.Ordinal));
        if (!isKnown)
        {
            return null;
        }

        var type = new SampleType("contentions", "count");
        var builder = new LegacyBuilder(new Profile { PeriodType = type, Period = 1, SampleTypes = [type, new SampleType("delay", "nanoseconds")] });
        if (!TryReadAttributes(ref lines, builder, out long cyclesOfSecond, out bool hasMore))
        {
            return null;
        }

        while (hasMore && !lines.Current.TrimStart().StartsWith("---", StringComparison.Ordinal))
        {
            if (!LegacyLines.IsSpaceOrComment(lines.Current) && !TryAddSample(builder, lines.Current, cyclesOfSecond))
            {
                return null;
            }

            hasMore = lines.TryRead();
        }

        builder.Mappings.AddRange(MemoryMap.ReadSection(ref lines));
        return builder;
    }

    private static bool TryReadAttributes(ref LegacyLines lines, LegacyBuilder builder, out long cyclesOfSecond, out bool hasMore)
    {
        cyclesOfSecond = 0;
        while (hasMore = lines.TryRead())
        {
            string line = lines.Current.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith("---", StringComparison.Ordinal) || equals < 0)
            {
                break;
            }

            string key = line[..equals].Trim();
            if (key is "discarded samples")
            {
                continue;
            }

            if (LegacyNumbers.Parse(line[(equals + 1)..].Trim()) is not { } value)
            {
                return false;
            }

            switch (key)
            {
                case "cycles/second":
                    cyclesOfSecond = value;
                    break;
                case "sampling period":
                    builder.Header = builder.Header with { Period = value };
                    break;
                case "ms since reset":
                    builder.Header = builder.Header with { DurationNanoseconds = unchecked(value * NanosecondsOfMillisecond) };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryAddSample(LegacyBuilder builder, string line, long cyclesOfSecond)
    {
        var match = SampleLine.Match(line);
        if (!match.Success
            || LegacyNumbers.Parse(match.Groups[1].Value) is not { } delay
            || LegacyNumbers.Parse(match.Groups[2].Value) is not { } count
            || LegacyNumbers.Addresses(match.Groups[3].ValueSpan) is not { } addresses)
        {
            return false;
        }

        long period = builder.Header.Period;
        if (period > 0)
        {
            delay = cyclesOfSecond > 0 ? GoNumber.ToInt64((double)delay * period / (cyclesOfSecond / 1e9)) : delay;
            count = unchecked(count * period);
        }

        builder.AddCalls(addresses, [count, delay]);
        return true;
    }
}
