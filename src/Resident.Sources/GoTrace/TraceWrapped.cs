using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace;

/// <summary>Reads a whole trace line out of a record that a collector made of it: <c>msg="gc 1 @0.5s ... 8 P"
/// stream=stderr</c>, a field of JSON or CSV, or with text behind it: <c>gc 1 @0.5s ... 8 P host=node-3</c>.</summary>
/// <remarks>The record is text of its own, so that it is passed on as it came. Which time it states where differs too
/// much to be read.</remarks>
internal static class TraceWrapped
{
    private const int MostBytes = 4096;

    /// <summary>Reads a line in quotes.</summary>
    /// <param name="before">What stands before its first byte on its line, as far as it is known.</param>
    /// <param name="text">The bytes from its first on.</param>
    /// <param name="final">Whether nothing comes after <paramref name="text"/>.</param>
    /// <param name="match">The kind; takes the figures and the length.</param>
    /// <returns>NeedMore where it may still become one.</returns>
    public static MatchStatus ReadQuoted(ReadOnlySpan<byte> before, ReadOnlySpan<byte> text, bool final, ref TraceMatch match)
    {
        if (!BeginsField(before))
        {
            return MatchStatus.Mismatch;
        }

        text = text[..Math.Min(text.Length, MostBytes)];
        int end = text.IndexOfAny("\"'`\\\n"u8);
        if (end < 0)
        {
            bool mayBe = TraceMatcher.Match(text, final, ref match) == MatchStatus.NeedMore && text.Length < MostBytes;
            return mayBe ? MatchStatus.NeedMore : MatchStatus.Mismatch;
        }

        return text[end] != '\n' && IsWhole(text[..end], ref match) ? MatchStatus.Done : MatchStatus.Mismatch;
    }

    /// <summary>Reads a gc line with other text behind it on its line.</summary>
    /// <param name="text">The bytes from its first on.</param>
    /// <param name="match">The kind; takes the figures and the length.</param>
    public static bool ReadBeforeText(ReadOnlySpan<byte> text, ref TraceMatch match)
    {
        text = text[..Math.Min(text.Length, MostBytes)];
        int newline = text.IndexOf((byte)'\n');
        text = newline < 0 ? text : text[..newline];
        for (int end = Next(text, 0); end > 0; end = Next(text, end))
        {
            int whole = text[end..].StartsWith(" (forced)"u8) ? end + " (forced)"u8.Length : end;
            var tried = match;
            if (whole < text.Length && " \t,;|}])\"'"u8.Contains(text[whole]) && IsWhole(text[..whole], ref tried))
            {
                match = tried;
                return true;
            }
        }

        return false;
    }

    private static int Next(ReadOnlySpan<byte> text, int from)
    {
        int at = text[from..].IndexOf(" P"u8);
        return at < 0 ? -1 : from + at + " P"u8.Length;
    }

    // A field begins behind a name, a comma or nothing; in a sentence a quotation stands behind a word.
    private static bool BeginsField(ReadOnlySpan<byte> before)
    {
        var quoteless = before.TrimEnd("\"'`\\"u8);
        return quoteless.Length < before.Length && quoteless.TrimEnd((byte)' ') is [] or [.., (byte)'=' or (byte)':' or (byte)',' or (byte)';' or (byte)'|' or (byte)'\t'];
    }

    private static bool IsWhole(ReadOnlySpan<byte> text, ref TraceMatch match) =>
        TraceMatcher.Match(text, final: true, ref match) == MatchStatus.Done && match.Consumed == text.Length;
}
