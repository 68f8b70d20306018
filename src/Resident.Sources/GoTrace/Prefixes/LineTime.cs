using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Resident.Sources.GoTrace.Prefixes;

/// <summary>The times that stand before log lines.</summary>
internal static class LineTime
{
    private const int MostBytes = 48;

    /// <summary>Seconds since 1970 have so many digits from 2001 to 2286.</summary>
    private const int EpochDigits = 10;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>Takes a time and the space or tab after it.</summary>
    /// <param name="scan">The line.</param>
    /// <param name="from">Where the time begins, without a weekday.</param>
    /// <returns>The time's own length, without what stands around it; 0 where there is none.</returns>
    public static int Take(ref LineScan scan, out int from)
    {
        int start = scan.At;
        bool full = Weekday(ref scan);
        from = scan.At;
        byte first = scan.Peek;
        bool found = first == '['
            ? Epoch(ref scan)
            : char.IsAsciiLetterUpper((char)first) ? !full && Syslog(ref scan) : char.IsAsciiDigit((char)first) && (full ? Dated(ref scan) : Numbered(ref scan));
        int length = scan.At - from;
        if (found && full)
        {
            found = scan.Literal(" UTC"u8);
        }

        if (found && scan.Any(" \t"u8))
        {
            return length;
        }

        scan.At = start;
        return 0;
    }

    /// <summary>Reads a time as <see cref="Take"/> finds it.</summary>
    /// <param name="text">The time.</param>
    /// <param name="year">The year for times that state none; null: such a time is not told.</param>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> text, int? year)
    {
        if (text.IsEmpty || text.Length > MostBytes)
        {
            return null;
        }

        if (text.IndexOfAny("-/:"u8) < 0)
        {
            return Utf8Parser.TryParse(text.Trim("[] "u8), out decimal seconds, out int _) && seconds is > 100_000_000 and < 32_000_000_000
                ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
                : null;
        }

        string words = Encoding.UTF8.GetString(text).Replace('/', '-').Replace(',', '.');
        if (char.IsAsciiLetter(words[0]))
        {
            return year is null ? null : ParseIso($"{year.Value.ToString(CultureInfo.InvariantCulture)} {words}");
        }

        return ParseIso(words);
    }

    /// <summary>The weekday of journald's <c>Sun 2026-11-22 22:48:32 UTC</c>.</summary>
    private static bool Weekday(ref LineScan scan)
    {
        int start = scan.At;
        bool found = scan.Any("SMTWF"u8) && scan.Any("aeouhr"u8) && scan.Any("undeit"u8) && scan.Literal(" "u8) && char.IsAsciiDigit((char)scan.Peek);
        scan.At = found ? scan.At : start;
        return found;
    }

    private static DateTimeOffset? ParseIso(string words) =>
        words.Length > 10 && DateTimeOffset.TryParse(words, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>journald's monotonic and epoch times: <c>[1763851712.372104]</c>.</summary>
    private static bool Epoch(ref LineScan scan)
    {
        if (!scan.Literal("["u8))
        {
            return false;
        }

        _ = scan.Spaces();
        return scan.DigitRun() && scan.Literal("."u8) && scan.DigitRun() && scan.Literal("]"u8);
    }

    /// <summary>A date, a clock, or journald's <c>1763851712.372104</c>.</summary>
    private static bool Numbered(ref LineScan scan)
    {
        int start = scan.At;
        if (Dated(ref scan))
        {
            return true;
        }

        scan.At = start;
        return scan.Digits(EpochDigits) && scan.Literal("."u8) && scan.DigitRun();
    }

    /// <summary><c>Nov 22 22:48:32.372104</c>.</summary>
    private static bool Syslog(ref LineScan scan)
    {
        int start = scan.At;
        for (int index = 0; index < 3; index++)
        {
            if (!scan.Any(index == 0 ? "JFMASOND"u8 : "aepucovnbrylgtc"u8))
            {
                return false;
            }
        }

        return Months.IndexOf(scan.Since(start)) % 3 == 0 && scan.Literal(" "u8) && scan.Any(" 0123"u8) && scan.Digits(1) && scan.Literal(" "u8)
            && Clock(ref scan);
    }

    /// <summary>ISO 8601 and Go's log package, and a clock alone.</summary>
    private static bool Dated(ref LineScan scan)
    {
        int start = scan.At;
        if (scan.Digits(2) && scan.Literal(":"u8))
        {
            scan.At = start;
            return Clock(ref scan);
        }

        scan.At = start;
        return scan.Digits(4) && scan.Any("-/"u8) && scan.Digits(2) && scan.Any("-/"u8) && scan.Digits(2) && scan.Any("T "u8)
            && Clock(ref scan) && Zone(ref scan);
    }

    private static bool Clock(ref LineScan scan)
    {
        if (!scan.Digits(2) || !scan.Literal(":"u8) || !scan.Digits(2) || !scan.Literal(":"u8) || !scan.Digits(2))
        {
            return false;
        }

        return !(scan.Literal("."u8) || scan.Literal(","u8)) || scan.DigitRun();
    }

    private static bool Zone(ref LineScan scan)
    {
        if (scan.Literal("Z"u8) || !scan.Any("+-"u8))
        {
            return true;
        }

        return scan.Digits(2) && (scan.Literal(":"u8) || true) && scan.Digits(2);
    }
}
