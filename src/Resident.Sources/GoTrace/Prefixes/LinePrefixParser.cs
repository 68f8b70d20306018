namespace Resident.Sources.GoTrace.Prefixes;

/// <summary>Reads what stands before a line's own text: docker, CRI, compose, swarm, kubectl, stern, journald, syslog, Heroku, foreman and
/// log timestamps, alone and one after the other, with colour codes between.</summary>
internal static class LinePrefixParser
{
    /// <summary>The longest prefix that is looked for.</summary>
    public const int MostBytes = 512;

    /// <summary>Reads the prefix of a line.</summary>
    /// <param name="line">The line from its first byte, or its part before a trace line's first token.</param>
    /// <param name="whole">Whether <paramref name="line"/> ends where the prefix must: names that could be the program's own
    /// words count then.</param>
    /// <param name="final">Whether nothing comes after <paramref name="line"/>.</param>
    public static LinePrefix Parse(ReadOnlySpan<byte> line, bool whole, bool final)
    {
        var prefix = default(LinePrefix);
        bool cut = line.Length > MostBytes;
        var scan = new LineScan(line[..Math.Min(line.Length, MostBytes)], final || cut);
        ByteOrderMark(ref scan);
        scan.Colours();
        if (Named(ref scan, whole, ref prefix))
        {
            scan.Colours();
        }

        bool timed = false;
        while (!prefix.Json && !scan.IsAtEnd && Timed(ref scan, ref prefix))
        {
            timed = true;
            scan.Colours();
        }

        if (timed && !prefix.Json)
        {
            Tagged(ref scan, ref prefix);
            scan.Colours();
            ByteOrderMark(ref scan);
        }

        prefix.NeedMore = scan.RanOut;
        prefix.Length = scan.At;
        return prefix;
    }

    private static bool Named(ref LineScan scan, bool whole, ref LinePrefix prefix)
    {
        int start = scan.At;
        bool found = scan.Peek switch
        {
            (byte)'{' => prefix.Json = scan.Literal("{\"log\":\""u8),
            (byte)'[' => Pod(ref scan, ref prefix),
            (byte)'<' => Rfc5424(ref scan, ref prefix) || Priority(ref scan, start),
            (byte)' ' => scan.Spaces() && Compose(ref scan, ref prefix),
            _ => Compose(ref scan, ref prefix) || Stern(ref scan, start, whole, ref prefix),
        };
        if (!found)
        {
            scan.At = start;
        }

        return found;
    }

    private static void ByteOrderMark(ref LineScan scan)
    {
        if (scan.Peek == 0xEF)
        {
            _ = scan.Literal("\uFEFF"u8);
        }
    }

    /// <summary>The priority before RFC 3164's time: <c>&lt;34&gt;</c>.</summary>
    private static bool Priority(ref LineScan scan, int start)
    {
        scan.At = start;
        return scan.Literal("<"u8) && scan.DigitRun() && scan.Literal(">"u8) && char.IsAsciiLetterUpper((char)scan.Peek);
    }

    /// <summary>kubectl logs --prefix: <c>[pod/api-7d9f8c6b5-abcde/api] </c>.</summary>
    private static bool Pod(ref LineScan scan, ref LinePrefix prefix)
    {
        if (!scan.Literal("[pod/"u8))
        {
            return false;
        }

        int start = scan.At;
        if (!scan.Name())
        {
            return false;
        }

        prefix.Source = scan.Since(start);
        return scan.Literal("] "u8);
    }

    /// <summary>RFC 5424: <c>&lt;14&gt;1 2026-11-22T22:48:32.372104Z host1 api 1234 - - </c>.</summary>
    private static bool Rfc5424(ref LineScan scan, ref LinePrefix prefix)
    {
        if (!scan.Literal("<"u8) || !scan.DigitRun() || !scan.Literal(">1 "u8))
        {
            return false;
        }

        int start = scan.At;
        if (!scan.Until((byte)' ', (byte)' '))
        {
            return false;
        }

        prefix.Time = scan.Since(start);
        if (!scan.Literal(" "u8))
        {
            return false;
        }

        start = scan.At;
        if (!Word(ref scan) || !Word(ref scan) || !scan.Until((byte)' ', (byte)' '))
        {
            return false;
        }

        prefix.Source = scan.Since(start);
        if (!scan.Literal(" "u8) || !Word(ref scan) || !StructuredData(ref scan))
        {
            return false;
        }

        ByteOrderMark(ref scan);
        return true;
    }

    private static bool StructuredData(ref LineScan scan)
    {
        if (scan.Literal("- "u8))
        {
            return true;
        }

        return scan.Literal("["u8) && scan.Until((byte)']', (byte)']') && scan.Literal("] "u8);
    }

    private static bool Word(ref LineScan scan) => scan.Until((byte)' ', (byte)' ') && scan.Literal(" "u8);

    /// <summary>docker compose logs: <c>api-1  | </c>; of tilt: <c>  api │ </c>.</summary>
    private static bool Compose(ref LineScan scan, ref LinePrefix prefix)
    {
        int start = scan.At;
        if (!scan.Name())
        {
            return false;
        }

        var name = scan.Since(start);
        if (!scan.Spaces() || !(scan.Literal("|"u8) || scan.Literal("│"u8)))
        {
            return false;
        }

        scan.Colours();
        prefix.Source = name;
        return scan.Literal(" "u8);
    }

    /// <summary>stern: <c>api-7d9f8c6b5-abcde api </c>. Two words only, so that it counts where a trace line follows at once.</summary>
    private static bool Stern(ref LineScan scan, int start, bool whole, ref LinePrefix prefix)
    {
        scan.At = start;
        if (!scan.Name() || !scan.Since(start).Contains((byte)'-') || char.IsAsciiDigit((char)scan.Since(start)[0]) || !scan.Literal(" "u8))
        {
            return false;
        }

        scan.Colours();
        if (!scan.Name())
        {
            return false;
        }

        prefix.Source = scan.Since(start);
        return scan.Literal(" "u8) && whole;
    }

    private static bool Timed(ref LineScan scan, ref LinePrefix prefix)
    {
        int length = LineTime.Take(ref scan, out int from);
        if (length == 0)
        {
            return false;
        }

        if (prefix.Time.IsEmpty)
        {
            prefix.Time = scan.Since(from)[..length];
        }

        Stream(ref scan, ref prefix);
        return true;
    }

    /// <summary>CRI: <c>stderr F </c>, or P where the line goes on in the next.</summary>
    private static void Stream(ref LineScan scan, ref LinePrefix prefix)
    {
        int start = scan.At;
        if (prefix.Record == 0 && (scan.Literal("stderr"u8) || scan.Literal("stdout"u8)))
        {
            var stream = scan.Since(start);
            if (scan.Literal(" "u8) && scan.Any("FP"u8))
            {
                bool partial = scan.Since(start).EndsWith("P"u8);
                if (scan.Literal(" "u8))
                {
                    (prefix.Partial, prefix.Record) = (partial, scan.At);
                    prefix.Stream = stream;
                    return;
                }
            }
        }

        scan.At = start;
    }

    /// <summary>What follows a time: journald's <c>host1 api[1234]: </c>, syslog's <c>host1 api: </c>, Heroku's <c>app[web.1]: </c>, foreman's
    /// and swarm's <c>web.1 | </c>.</summary>
    private static void Tagged(ref LineScan scan, ref LinePrefix prefix)
    {
        int start = scan.At;
        if (prefix.Source.IsEmpty && Compose(ref scan, ref prefix))
        {
            return;
        }

        scan.At = start;
        if (!scan.Name())
        {
            scan.At = start;
            return;
        }

        bool two = scan.Literal(" "u8);
        if (two && !scan.Name())
        {
            scan.At = start;
            return;
        }

        bool syslog = two && char.IsAsciiLetter((char)prefix.Time[0]);
        bool closed = scan.Literal("["u8) ? scan.Name() && scan.Literal("]"u8) : syslog;
        int end = scan.At;
        if (closed && scan.Literal(": "u8))
        {
            prefix.Source = scan.Since(start)[..(end - start)];
            return;
        }

        scan.At = start;
    }
}
