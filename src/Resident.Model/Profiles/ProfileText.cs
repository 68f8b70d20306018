using System.Buffers;
using System.Text;

namespace Resident.Model.Profiles;

/// <summary>Text of profiles. They hold UTF-8 by rule and any bytes in fact; bytes that are not UTF-8 come out as they went in.</summary>
/// <remarks>A byte b that is no UTF-8 becomes the lone surrogate U+DC00+b, which no valid text has.</remarks>
public static class ProfileText
{
    private const int EscapeBase = 0xDC00;

    /// <summary>Decodes bytes. Never fails.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        if (Ascii.IsValid(bytes) || System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out int consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                consumed = 1;
                text.Append((char)(EscapeBase + bytes[0]));
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    /// <summary>Encodes text that <see cref="Decode"/> made into the bytes that it was made from.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">At least three bytes for each character of the text.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (System.Text.Unicode.Utf8.FromUtf16(text, destination, out _, out int all, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return all;
        }

        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                written += new Rune(unit, text[++i]).EncodeToUtf8(destination[written..]);
            }
            else if (char.IsSurrogate(unit))
            {
                destination[written++] = unchecked((byte)(unit - EscapeBase));
            }
            else
            {
                written += new Rune(unit).EncodeToUtf8(destination[written..]);
            }
        }

        return written;
    }

    /// <summary>Counts the characters as Unicode does; each byte that is no UTF-8 counts as one.</summary>
    public static int CountRunes(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>Compares two texts as their UTF-8 bytes compare.</summary>
    public static int Compare(string left, string right)
    {
        int shorter = Math.Min(left.Length, right.Length);
        int same = left.AsSpan(0, shorter).CommonPrefixLength(right.AsSpan(0, shorter));
        if (same == shorter)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Weight(left[same]).CompareTo(Weight(right[same]));
    }

    /// <summary>UTF-16 sorts surrogates below U+E000, UTF-8 sorts them above all else.</summary>
    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
