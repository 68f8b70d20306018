using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>How the runtime prints numbers: what cannot be printed tells where a number of the trace ends and the program's
/// digits begin. Source: fmtNSAsMS in Go's runtime/mgc.go.</summary>
internal static class TornNumbers
{
    private const int MostDigits = 17;
    private const int MostDecimals = 3;

    /// <summary>The runtime counts cycles in 32 bits.</summary>
    private const int MostNumberDigits = 10;

    /// <summary>Counts the digits, and at most one point between them, that a text begins with.</summary>
    public static int Run(ReadOnlySpan<byte> text)
    {
        int length = 0;
        bool point = false;
        while (length < text.Length && length <= MostDigits && (char.IsAsciiDigit((char)text[length]) || (text[length] == '.' && !point && length > 0)))
        {
            point |= text[length] == '.';
            length++;
        }

        return length;
    }

    /// <summary>Tells whether the runtime would print a number so.</summary>
    public static bool IsPrinted(ReadOnlySpan<byte> number, TraceField field)
    {
        int point = number.IndexOf((byte)'.');
        int whole = point < 0 ? number.Length : point;
        if (whole == 0 || whole > MostDigits || (whole > 1 && number[0] == '0'))
        {
            return false;
        }

        int decimals = point < 0 ? 0 : number.Length - point - 1;
        return field switch
        {
            TraceField.At => decimals == MostDecimals,
            TraceField.Number => point < 0 && whole <= MostNumberDigits,
            TraceField.Percent => point < 0 && whole <= 3,
            TraceField.Clock or TraceField.Cpu => point < 0 || IsTime(number, whole, decimals),
            _ => point < 0,
        };
    }

    /// <summary>Below 10 ms: two digits that count, at most three decimals.</summary>
    private static bool IsTime(ReadOnlySpan<byte> number, int whole, int decimals)
    {
        if (whole > 1 || decimals is 0 or > MostDecimals)
        {
            return false;
        }

        if (number[0] != '0')
        {
            return decimals == 1;
        }

        int zeros = number[2..].IndexOfAnyExcept((byte)'0');
        return zeros >= 0 && decimals == Math.Min(MostDecimals, zeros + 2);
    }
}
