using System.Globalization;
using System.Text;

namespace Resident.Reporting.Verdicts;

/// <summary>Pads and folds text by the columns that a terminal gives it: Chinese signs take two.</summary>
internal static class TextColumns
{
    private const string ClosingSigns = "，。、；：！？）》」』”";

    public static int WidthOf(string text)
    {
        int width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += WidthOf(rune);
        }

        return width;
    }

    public static string PadRight(string text, int width) => text + new string(' ', Math.Max(0, width - WidthOf(text)));

    public static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - WidthOf(text))) + text;

    /// <summary>Cuts text to lines of a width, at blanks; Chinese may break anywhere.</summary>
    public static List<string> Fold(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        int used = 0;
        int breakAt = -1;
        int earlier = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            int each = WidthOf(rune);
            // No line begins with a comma or a stop: the sign before it comes along.
            breakAt = breakAt == line.Length && ClosingSigns.Contains(rune.ToString(), StringComparison.Ordinal) ? earlier : breakAt;
            // A blank may stand past the edge: it is trimmed.
            if (used + each > width && line.Length > 0 && rune.Value != ' ')
            {
                string rest = "";
                if (breakAt > 0)
                {
                    rest = line.ToString(breakAt, line.Length - breakAt).TrimStart();
                    line.Length = breakAt;
                }

                lines.Add(line.ToString().TrimEnd());
                _ = line.Clear().Append(rest);
                (used, breakAt, earlier) = (WidthOf(rest), -1, -1);
            }

            _ = line.Append(rune.ToString());
            used += each;
            if (rune.Value == ' ' || each == 2)
            {
                (earlier, breakAt) = (breakAt, line.Length);
            }
        }

        lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    // East Asian wide signs and their punctuation: UAX #11, the blocks that our sentences use.
    private static int WidthOf(Rune rune) => rune.Value switch
    {
        >= 0x1100 and <= 0x115f or >= 0x2e80 and <= 0x303e or >= 0x3041 and <= 0xa4cf or >= 0xac00 and <= 0xd7a3
            or >= 0xf900 and <= 0xfaff or >= 0xfe30 and <= 0xfe6f or >= 0xff00 and <= 0xff60 or >= 0xffe0 and <= 0xffe6
            or >= 0x20000 and <= 0x3fffd => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark ? 0 : 1,
    };
}
