namespace Resident.Cli.Pprof.Shell;

/// <summary>A line and a cursor in it. The cursor never stands within a surrogate pair.</summary>
internal sealed class LineBuffer
{
    /// <summary>Gets the line.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>Gets the cursor's place: 0 is before the first character.</summary>
    public int Cursor { get; private set; }

    /// <summary>Measures text in columns: East Asian characters take two, combining ones none.</summary>
    public static int WidthOf(ReadOnlySpan<char> text)
    {
        int width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bool isWide = rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x1F300 and <= 0x3FFFD);
            bool isNothing = System.Text.Rune.GetUnicodeCategory(rune)
                is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format;
            width += isWide ? 2 : isNothing ? 0 : 1;
        }

        return width;
    }

    /// <summary>Takes another line; the cursor goes to its end.</summary>
    public void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    /// <summary>Inserts text at the cursor.</summary>
    public void Insert(string text) => Replace(Cursor, text);

    /// <summary>Replaces what stands between a place and the cursor.</summary>
    public void Replace(int start, string text)
    {
        Text = string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(Cursor));
        Cursor = start + text.Length;
    }

    /// <summary>Deletes the character before the cursor.</summary>
    public void DeleteLeft() => DeleteTo(Step(-1));

    /// <summary>Deletes the character after the cursor.</summary>
    public void DeleteRight() => DeleteTo(Step(1));

    /// <summary>Deletes all between the cursor and a place.</summary>
    public void DeleteTo(int place)
    {
        place = Math.Clamp(place, 0, Text.Length);
        var (start, end) = (Math.Min(place, Cursor), Math.Max(place, Cursor));
        Text = Text.Remove(start, end - start);
        Cursor = start;
    }

    /// <summary>Moves the cursor by a character.</summary>
    public void Move(int step) => Cursor = Step(step);

    /// <summary>Moves the cursor to a place.</summary>
    public void MoveTo(int place) => Cursor = Math.Clamp(place, 0, Text.Length);

    /// <summary>Finds the start of the word before the cursor.</summary>
    public int WordLeft()
    {
        int place = Cursor;
        while (place > 0 && !char.IsLetterOrDigit(Text[place - 1]))
        {
            place--;
        }

        while (place > 0 && char.IsLetterOrDigit(Text[place - 1]))
        {
            place--;
        }

        return place;
    }

    /// <summary>Finds the end of the word after the cursor.</summary>
    public int WordRight()
    {
        int place = Cursor;
        while (place < Text.Length && !char.IsLetterOrDigit(Text[place]))
        {
            place++;
        }

        while (place < Text.Length && char.IsLetterOrDigit(Text[place]))
        {
            place++;
        }

        return place;
    }

    private int Step(int step)
    {
        int place = Math.Clamp(Cursor + step, 0, Text.Length);
        bool isWithinPair = place > 0 && place < Text.Length && char.IsLowSurrogate(Text[place]) && char.IsHighSurrogate(Text[place - 1]);
        return isWithinPair ? place + step : place;
    }
}
