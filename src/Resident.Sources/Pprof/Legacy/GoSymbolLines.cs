using System.Globalization;
using System.Text.RegularExpressions;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Reads the symbols that Go writes into comments of its debug=1 texts, which pprof passes over.</summary>
/// <remarks># 0x4d6e9e main.f+0x1e example.com/workload/main.go:148, with tabs between.</remarks>
internal static class GoSymbolLines
{
    private static readonly Regex Line = new(
        @"\A#\t0x(?<a>[0-9a-f]+)\t(?<b>.+)\+0x[0-9a-f]+\t+(?<c>.+):(?<d>[0-9]+)\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Gives names to the addresses of a profile.</summary>
    public static void Read(ReadOnlySpan<byte> data, LegacyBuilder builder)
    {
        var lines = new LegacyLines(data);
        while (lines.TryRead())
        {
            if (!lines.Current.StartsWith("#\t0x", StringComparison.Ordinal)
                || Line.Match(lines.Current) is not { Success: true } match
                || !ulong.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
            {
                continue;
            }

            var frame = new LegacyFrame(match.Groups[2].Value.TrimEnd('\t'), match.Groups[3].Value, LegacyNumbers.Parse(match.Groups[4].Value) ?? 0);
            builder.Symbols.TryAdd(address, [frame]);
        }
    }
}
