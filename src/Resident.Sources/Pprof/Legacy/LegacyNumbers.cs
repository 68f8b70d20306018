using System.Globalization;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Numbers in the text of legacy profiles.</summary>
internal static class LegacyNumbers
{
    private static readonly System.Buffers.SearchValues<char> LowerHex = System.Buffers.SearchValues.Create("0123456789abcdef");

    /// <summary>Reads all numbers of the form 0x1f out of a text. Null where one does not fit 64 bits.</summary>
    public static List<ulong>? Addresses(ReadOnlySpan<char> text)
    {
        var addresses = new List<ulong>();
        for (int i = text.IndexOf("0x", StringComparison.Ordinal); i >= 0;)
        {
            var digits = text[(i + 2)..];
            int count = digits.IndexOfAnyExcept(LowerHex);
            digits = count < 0 ? digits : digits[..count];
            if (digits.Length > 0)
            {
                if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
                {
                    return null;
                }

                addresses.Add(address);
            }

            text = text[(i + 2 + digits.Length)..];
            i = text.IndexOf("0x", StringComparison.Ordinal);
        }

        return addresses;
    }

    /// <summary>Reads a number in decimal digits, or null.</summary>
    public static long? Parse(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>Estimates what was allocated from what was sampled.</summary>
    /// <remarks>An object of size s is sampled with probability 1 - exp(-s / rate); see runtime.MemProfileRate of Go.</remarks>
    public static (long Count, long Size) Unsample(long count, long size, long rate)
    {
        if (count == 0 || size == 0)
        {
            return (0, 0);
        }

        if (rate <= 1)
        {
            return (count, size);
        }

        double scale = 1 / (1 - Math.Exp(-((double)size / count) / rate));
        return (Model.Profiles.GoNumber.ToInt64(count * scale), Model.Profiles.GoNumber.ToInt64(size * scale));
    }
}
