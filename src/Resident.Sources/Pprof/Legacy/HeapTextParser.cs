using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses heap profiles in text: Go's debug=1, and the heap, growth and fragmentation profiles of tcmalloc.</summary>
/// <remarks>heap profile: 306: 9296416 [1712: 63418048] @ heap/32768</remarks>
internal static class HeapTextParser
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string Totals = @"heap profile: *(?<n>[0-9]+): *(?<m>[0-9]+) *\[ *(?<o>[0-9]+): *(?<p>[0-9]+) *\] *@ *";

    private static readonly Regex HeapHeader = new(Totals + "(?<a>heap[_a-z0-9]*)/?(?<b>[0-9]*)", Linear);
    private static readonly Regex OtherHeader = new(Totals + "(?<a>growthz|fragmentationz)", Linear);
    private static readonly Regex SampleLine = new(@"(?<a>-?[0-9]+): *(?<b>-?[0-9]+) *\[ *(?<c>[0-9]+): *(?<d>[0-9]+) *\] @(?<e>[ x0-9a-f]*)", Linear);

    /// <summary>Parses, or returns null when the text is no such profile or is damaged.</summary>
    public static LegacyBuilder? TryParse(ReadOnlySpan<byte> data, out string? error)
    {
        error = null;
        if (!data.StartsWith("heap profile"u8) && data.IndexOf("heap profile"u8) is < 0 or > 4096)
        {
            return null;
        }

        var lines = new LegacyLines(data);
        lines.TryRead();
        var match = HeapHeader.Match(lines.Current);
        if (!match.Success && !OtherHeader.IsMatch(lines.Current))
        {
            return null;
        }

        if (!TryReadHeader(match, out long period, out bool isSampled, out bool hasAllocations))
        {
            return null;
        }

        var builder = new LegacyBuilder(new Profile
        {
            PeriodType = new SampleType("space", "bytes"),
            Period = period,
            SampleTypes = hasAllocations
                ? [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"), new("inuse_space", "bytes")]
                : [new("objects", "count"), new("space", "bytes")],
        });
        while (lines.TryReadContent() && !MemoryMap.IsTrigger(lines.Current))
        {
            error = AddSample(builder, lines.Current.Trim(), hasAllocations, isSampled ? period : 0);
            if (error is not null)
            {
                return null;
            }
        }

        builder.Mappings.AddRange(MemoryMap.ReadSection(ref lines));
        return builder;
    }

    private static bool TryReadHeader(Match match, out long period, out bool isSampled, out bool hasAllocations)
    {
        (period, isSampled, hasAllocations) = (1, false, false);
        if (!match.Success)
        {
            return true;
        }

        string rate = match.Groups[6].Value;
        period = rate.Length == 0 ? 0 : LegacyNumbers.Parse(rate) ?? -1;
        bool IsOther(int allocated, int inUse) => !string.Equals(match.Groups[allocated].Value, match.Groups[inUse].Value, StringComparison.Ordinal) && match.Groups[allocated].Value is not "0";
        hasAllocations = IsOther(3, 1) || IsOther(4, 2);
        switch (match.Groups[5].Value)
        {
            case "heapz_v2" or "heap_v2":
                isSampled = true;
                break;
            case "heapprofile":
                period = 1;
                break;
            case "heap":
                isSampled = true;
                period /= 2;
                break;
            default:
                return false;
        }

        return period >= 0;
    }

    private static string? AddSample(LegacyBuilder builder, string line, bool hasAllocations, long rate)
    {
        var match = SampleLine.Match(line);
        if (!match.Success)
        {
            return "unexpected number of sample values: got 0, want 6";
        }

        var values = new List<long>(4);
        long blockSize = 0;
        string? error = hasAllocations ? AddValues(values, match, 3, "allocation", line, rate, ref blockSize) : null;
        error ??= AddValues(values, match, 1, "inuse", line, rate, ref blockSize);
        if (error is not null)
        {
            return error;
        }

        if (LegacyNumbers.Addresses(match.Groups[5].ValueSpan) is not { } addresses)
        {
            return $"malformed sample: {line}: failed to parse as hex 64-bit number";
        }

        builder.AddCalls(addresses, [.. values], blockSize);
        return null;
    }

    private static string? AddValues(List<long> values, Match match, int group, string name, string line, long rate, ref long blockSize)
    {
        if (LegacyNumbers.Parse(match.Groups[group].Value) is not { } count || LegacyNumbers.Parse(match.Groups[group + 1].Value) is not { } size)
        {
            return $"malformed sample: {line}: value out of range";
        }

        if (count == 0 && size != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{name} count was 0 but {name} bytes was {size}");
        }

        if (count != 0)
        {
            blockSize = count == -1 ? unchecked(-size) : size / count;
            (count, size) = rate > 0 ? LegacyNumbers.Unsample(count, size, rate) : (count, size);
        }

        values.Add(count);
        values.Add(size);
        return null;
    }
}
