using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses the stacks of threads that gperftools writes.</summary>
/// <remarks>--- threadz 1 ---, then "--- Thread 7f794ab90940 (name: main/14748) stack: ---" and addresses.</remarks>
internal static class ThreadTextParser
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Header = new("--- threadz [0-9]+ ---", Linear);
    private static readonly Regex ThreadStart = new(@"--- Thread (?<a>[0-9A-Fa-f]+) \(name: (?<b>.*)/(?<c>[0-9]+)\) stack: ---", Linear);

    /// <summary>Parses, or returns null when the text is no such profile or is damaged.</summary>
    public static LegacyBuilder? TryParse(ReadOnlySpan<byte> data)
    {
        var lines = new LegacyLines(data);
        if (!lines.TryReadContent())
        {
            return null;
        }

        bool hasMore = true;
        if (Header.IsMatch(lines.Current))
        {
            do
            {
                hasMore = lines.TryRead();
            }
            while (hasMore && !MemoryMap.IsTrigger(lines.Current) && !lines.Current.StartsWith('-'));
        }
        else if (!ThreadStart.IsMatch(lines.Current))
        {
            return null;
        }

        var type = new SampleType("thread", "count");
        var builder = new LegacyBuilder(new Profile { SampleTypes = [type], PeriodType = type, Period = 1 });
        while (!MemoryMap.IsTrigger(lines.Current) && !lines.Current.StartsWith("---- no stack trace for", StringComparison.Ordinal))
        {
            // pprof takes no text that ends before its memory map: it may be cut off.
            if (!hasMore || !ThreadStart.IsMatch(lines.Current) || !TryReadStack(ref lines, builder, out hasMore))
            {
                return null;
            }
        }

        builder.Mappings.AddRange(MemoryMap.ReadSection(ref lines));
        return builder;
    }

    /// <summary>Reads one thread's stack, and stops at the line after it.</summary>
    private static bool TryReadStack(ref LegacyLines lines, LegacyBuilder builder, out bool hasMore)
    {
        bool isSame = false;
        var addresses = new List<ulong>();
        while ((hasMore = lines.TryRead()) && !lines.Current.TrimStart().StartsWith("---", StringComparison.Ordinal))
        {
            if (lines.Current.Contains("same as previous thread", StringComparison.Ordinal))
            {
                isSame = true;
                continue;
            }

            if (LegacyNumbers.Addresses(lines.Current) is not { } more)
            {
                return false;
            }

            addresses.AddRange(more);
        }

        if (isSame || addresses.Count == 0)
        {
            builder.RepeatLast();
        }
        else
        {
            builder.AddStopped(addresses, [1]);
        }

        return true;
    }
}
