using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>What the filters by name say of each location.</summary>
internal sealed class NameVerdicts
{
    private readonly bool[] _focused;
    private readonly bool[] _ignored;
    private readonly bool[] _hidden;
    private readonly bool _anyHideMatch;
    private bool _anyShowMatch;

    public NameVerdicts(Profile profile, NameFilter filter)
    {
        int count = profile.Locations.Count;
        _focused = new bool[count];
        _ignored = new bool[count];
        _hidden = new bool[count];
        Lines = new LineSelection(profile.Locations);
        var focus = filter.Focus is null ? null : new FrameMatcher(profile, filter.Focus);
        var ignore = filter.Ignore is null ? null : new FrameMatcher(profile, filter.Ignore);
        var hide = filter.Hide is null ? null : new FrameMatcher(profile, filter.Hide);
        var show = filter.Show is null ? null : new FrameMatcher(profile, filter.Show);
        for (int location = 0; location < count; location++)
        {
            _ignored[location] = ignore is not null && ignore.Matches(location);
            _focused[location] = !_ignored[location] && (focus is null || focus.Matches(location));
            if (hide is not null && hide.Matches(location))
            {
                _anyHideMatch = true;
                Hide(profile.Locations, location, hide);
            }

            if (show is not null)
            {
                Show(profile.Locations, location, show);
            }
        }

        HasHidden = Array.IndexOf(_hidden, true) >= 0;
    }

    /// <summary>Gets a value indicating whether some location disappears altogether.</summary>
    public bool HasHidden { get; }

    /// <summary>Gets the lines that stay.</summary>
    public LineSelection Lines { get; }

    /// <summary>Gets the filters that matched nothing, in the order in which pprof complains.</summary>
    public IEnumerable<string> Unmatched(NameFilter filter)
    {
        (bool IsUnmatched, string Name)[] filters =
        [
            (filter.Focus is not null && Array.IndexOf(_focused, true) < 0, "Focus"),
            (filter.Ignore is not null && Array.IndexOf(_ignored, true) < 0, "Ignore"),
            (filter.Hide is not null && !_anyHideMatch, "Hide"),
            (filter.Show is not null && !_anyShowMatch, "Show"),
        ];
        return filters.Where(static entry => entry.IsUnmatched).Select(static entry => entry.Name);
    }

    /// <summary>Tells whether a stack has a frame in focus and none to ignore.</summary>
    public bool IsWanted(ReadOnlySpan<int> stack)
    {
        bool isFocused = false;
        foreach (int location in stack)
        {
            if (_ignored[location])
            {
                return false;
            }

            isFocused |= _focused[location];
        }

        return isFocused;
    }

    /// <summary>Copies the locations that stay, and returns how many there are.</summary>
    public int CopyVisible(ReadOnlySpan<int> stack, Span<int> destination)
    {
        int count = 0;
        foreach (int location in stack)
        {
            if (!_hidden[location])
            {
                destination[count++] = location;
            }
        }

        return count;
    }

    private void Hide(LocationTable locations, int location, FrameMatcher hide)
    {
        bool all = hide.MatchesMapping(location);
        for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
        {
            if (all || hide.MatchesLine(line))
            {
                Lines.Drop(line, line + 1);
            }
        }

        _hidden[location] |= Lines.CountOf(location) == 0;
    }

    private void Show(LocationTable locations, int location, FrameMatcher show)
    {
        bool all = show.MatchesMapping(location);
        for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
        {
            if (!all && !show.MatchesLine(line))
            {
                Lines.Drop(line, line + 1);
            }
        }

        bool isHidden = Lines.CountOf(location) == 0;
        _hidden[location] |= isHidden;
        _anyShowMatch |= !isHidden;
    }
}
