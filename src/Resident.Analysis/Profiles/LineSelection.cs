using System.Collections.Immutable;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Which lines of locations stay. Lines share their columns' order, so a selection is one bit a line.</summary>
internal sealed class LineSelection
{
    private readonly LocationTable _locations;
    private readonly bool[] _dropped;
    private bool _isChanged;

    public LineSelection(LocationTable locations)
    {
        _locations = locations;
        _dropped = new bool[locations.Lines.Length];
    }

    /// <summary>Takes lines out, from one index to the one before another.</summary>
    public void Drop(int first, int end)
    {
        _dropped.AsSpan(first, end - first).Fill(true);
        _isChanged |= end > first;
    }

    /// <summary>Counts the lines of a location that stay.</summary>
    public int CountOf(int location)
    {
        int count = 0;
        for (int line = _locations.LineStarts[location]; line < _locations.LineStarts[location + 1]; line++)
        {
            count += _dropped[line] ? 0 : 1;
        }

        return count;
    }

    /// <summary>Tells whether a line stays.</summary>
    public bool IsKept(int line) => !_dropped[line];

    /// <summary>Makes the table without the lines that were taken out.</summary>
    public LocationTable Apply()
    {
        if (!_isChanged)
        {
            return _locations;
        }

        int[] starts = new int[_locations.Count + 1];
        var kept = new List<int>(_dropped.Length);
        for (int location = 0; location < _locations.Count; location++)
        {
            for (int line = _locations.LineStarts[location]; line < _locations.LineStarts[location + 1]; line++)
            {
                if (!_dropped[line])
                {
                    kept.Add(line);
                }
            }

            starts[location + 1] = kept.Count;
        }

        return _locations with
        {
            LineStarts = ImmutableArray.Create(starts),
            Functions = [.. kept.Select(line => _locations.Functions[line])],
            Lines = [.. kept.Select(line => _locations.Lines[line])],
            Columns = [.. kept.Select(line => _locations.Columns[line])],
        };
    }
}
