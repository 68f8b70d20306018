using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Lines of cells; the cells below one another are as wide as the widest, and text stands at their right end.</summary>
/// <remarks>
/// As Go's text/tabwriter: a column is a run of lines that all have a cell there which another cell follows, so a line with
/// fewer cells ends it. The last cell of a line belongs to no column.
/// </remarks>
internal sealed class RightAlignedTable
{
    private readonly List<string[]> _lines = [];

    /// <summary>Adds a line. A line break inside a cell ends the line, a tab the cell.</summary>
    public void Add(params string[] cells)
    {
        foreach (string line in string.Join('\t', cells).Split('\n'))
        {
            _lines.Add(line.Split('\t', '\v'));
        }
    }

    /// <summary>Writes all lines.</summary>
    public void Write(ReportWriter writer)
    {
        int[][] widths = [.. _lines.Select(static line => new int[Math.Max(0, line.Length - 1)])];
        for (int line = 0; line < _lines.Count; line++)
        {
            for (int column = 0; column < widths[line].Length; column++)
            {
                if (widths[line][column] == 0)
                {
                    Fill(widths, line, column);
                }
            }
        }

        for (int line = 0; line < _lines.Count; line++)
        {
            for (int column = 0; column < _lines[line].Length - 1; column++)
            {
                writer.WriteRight(_lines[line][column], widths[line][column]);
            }

            writer.WriteLine(_lines[line][^1]);
        }
    }

    private void Fill(int[][] widths, int first, int column)
    {
        int end = first;
        int width = 0;
        while (end < _lines.Count && widths[end].Length > column)
        {
            width = Math.Max(width, ProfileText.CountRunes(_lines[end][column]) + 1);
            end++;
        }

        for (int line = first; line < end; line++)
        {
            widths[line][column] = width;
        }
    }
}
