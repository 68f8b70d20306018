using System.Globalization;
using System.Text;

namespace Resident.Cli.Run;

/// <summary>Adds settings to a GODEBUG value without taking any away.</summary>
/// <remarks>
/// Format, from parsegodebug in Go's runtime/runtime1.go: <c>key=value</c> fields between commas, no trimming, the last of
/// equal keys wins, a field without <c>=</c> and a number that does not parse as int32 are passed over.
/// </remarks>
internal static class GoDebug
{
    private static readonly string[] Wanted = ["gctrace", "scavtrace"];

    /// <summary>Adds <c>gctrace=1</c> and <c>scavtrace=1</c>, each unless the value has a setting of it that Go would obey.</summary>
    /// <param name="value">What GODEBUG holds now, in bytes as the kernel has them; empty or null if it is not set.</param>
    /// <returns>The value with what was missing at its end. Everything that was there stays, byte for byte.</returns>
    internal static byte[] Merge(ReadOnlySpan<byte> value)
    {
        var merged = new List<byte>(value.Length + 32);
        merged.AddRange(value);
        foreach (string key in Wanted)
        {
            if (IsSet(value, Encoding.ASCII.GetBytes(key)))
            {
                continue;
            }

            if (merged.Count > 0 && merged[^1] != (byte)',')
            {
                merged.Add((byte)',');
            }

            merged.AddRange(Encoding.ASCII.GetBytes(key + "=1"));
        }

        return [.. merged];
    }

    private static bool IsSet(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        foreach (var range in value.Split((byte)','))
        {
            var field = value[range];
            int equals = field.IndexOf((byte)'=');
            if (equals >= 0 && field[..equals].SequenceEqual(key) && IsNumber(field[(equals + 1)..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
