using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses Go's debug=1 text of goroutines, created threads and own profiles.</summary>
/// <remarks>goroutine profile: total 26, then lines such as "9 @ 0x4387d6 0x4061db" with symbols in comments.</remarks>
internal static class CountTextParser
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Header = new(@"\A(?<a>[A-Za-z0-9_]+) profile: total [0-9]+\z", Linear);
    private static readonly Regex SampleLine = new(@"\A(?<a>[0-9]+) @(?<b>(?: 0x[0-9a-f]+)+)\z", Linear);
    private static readonly Regex EmptySampleLine = new(@"\A(?<a>[0-9]+) @\z", Linear);

    /// <summary>Parses, or returns null when the text is no such profile or is damaged.</summary>
    public static LegacyBuilder? TryParse(ReadOnlySpan<byte> data, bool withSymbols, out string? error)
    {
        error = null;
        var lines = new LegacyLines(data);
        if (data.Length == 0 || !lines.TryReadContent() || Header.Match(lines.Current) is not { Success: true } header)
        {
            return null;
        }

        var type = new SampleType(header.Groups[1].Value, "count");
        var builder = new LegacyBuilder(new Profile { PeriodType = type, Period = 1, SampleTypes = [type] });
        while (lines.TryReadContent() && !lines.Current.StartsWith("---", StringComparison.Ordinal))
        {
            var match = SampleLine.Match(lines.Current);
            if (withSymbols && !match.Success)
            {
                // A thread without a known creator has no addresses.
                match = EmptySampleLine.Match(lines.Current);
            }

            if (!match.Success
                || LegacyNumbers.Parse(match.Groups[1].Value) is not { } count
                || LegacyNumbers.Addresses(match.Groups[2].ValueSpan) is not { } addresses)
            {
                error = PprofErrors.Malformed;
                return null;
            }

            builder.AddCalls(addresses, [count]);
        }

        builder.Mappings.AddRange(MemoryMap.ReadSection(ref lines));
        return builder;
    }
}
