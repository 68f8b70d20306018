using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Matches an expression against frames: function name, file name, or the mapping's file. Each text is matched once.</summary>
internal sealed class FrameMatcher
{
    private readonly Profile _profile;
    private readonly bool[] _functions;
    private readonly bool[] _mappings;

    public FrameMatcher(Profile profile, Regex expression)
    {
        _profile = profile;
        var known = new Dictionary<int, bool>();
        _functions = new bool[profile.Functions.Count];
        for (int i = 0; i < _functions.Length; i++)
        {
            _functions[i] = IsMatch(known, expression, profile.Functions.Names[i]) || IsMatch(known, expression, profile.Functions.FileNames[i]);
        }

        _mappings = [.. profile.Mappings.Select(mapping => expression.IsMatch(mapping.File))];
    }

    /// <summary>Tells whether the file of a location's mapping matches.</summary>
    public bool MatchesMapping(int location)
    {
        int mapping = _profile.Locations.Mappings[location];
        return mapping >= 0 && _mappings[mapping];
    }

    /// <summary>Tells whether a line's function or file matches.</summary>
    public bool MatchesLine(int line) => _functions[_profile.Locations.Functions[line]];

    /// <summary>Tells whether any frame of a location matches, or its mapping.</summary>
    public bool Matches(int location)
    {
        var locations = _profile.Locations;
        for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
        {
            if (MatchesLine(line))
            {
                return true;
            }
        }

        return MatchesMapping(location);
    }

    private bool IsMatch(Dictionary<int, bool> known, Regex expression, int text)
    {
        if (!known.TryGetValue(text, out bool isMatch))
        {
            isMatch = expression.IsMatch(_profile.Strings[text]);
            known[text] = isMatch;
        }

        return isMatch;
    }
}
