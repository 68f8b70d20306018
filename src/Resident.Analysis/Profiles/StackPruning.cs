using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Cuts stacks at frames: above one (show_from), below one (prune_from), or at what a profile says is of no interest.</summary>
public static class StackPruning
{
    private static readonly string[] ReservedNames = ["(anonymous namespace)", "operator()"];

    /// <summary>Drops the frames above the topmost one that matches, and the samples without any.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="expression">The expression for function, file or mapping.</param>
    /// <param name="isMatched">Whether anything matched.</param>
    public static Profile ShowFrom(Profile profile, Regex expression, out bool isMatched)
    {
        var matcher = new FrameMatcher(profile, expression);
        var lines = new LineSelection(profile.Locations);
        bool[] matches = new bool[profile.Locations.Count];
        for (int location = 0; location < matches.Length; location++)
        {
            int last = LastMatch(profile.Locations, location, matcher);
            bool byMapping = matcher.MatchesMapping(location);
            matches[location] = byMapping || last >= 0;
            if (!byMapping && last >= 0)
            {
                lines.Drop(last + 1, profile.Locations.LineStarts[location + 1]);
            }
        }

        isMatched = Array.IndexOf(matches, true) >= 0;
        var samples = new SampleSelection(profile.Samples);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var stack = profile.Samples.StackOf(sample);
            int i = stack.Length - 1;
            while (i >= 0 && !matches[stack[i]])
            {
                i--;
            }

            if (i >= 0)
            {
                samples.Add(sample, stack[..(i + 1)]);
            }
        }

        return profile with { Locations = lines.Apply(), Samples = samples.ToTable() };
    }

    /// <summary>Drops the frames below the first one, from the leaf on, whose function matches.</summary>
    public static Profile PruneFrom(Profile profile, Regex expression)
    {
        var lines = new LineSelection(profile.Locations);
        bool[] functions = MatchFunctions(profile, name => expression.IsMatch(name));
        bool[] matches = new bool[profile.Locations.Count];
        var locations = profile.Locations;
        for (int location = 0; location < matches.Length; location++)
        {
            for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
            {
                if (functions[locations.Functions[line]])
                {
                    matches[location] = true;
                    lines.Drop(locations.LineStarts[location], line);
                    break;
                }
            }
        }

        var samples = new SampleSelection(profile.Samples);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var stack = profile.Samples.StackOf(sample);
            int i = 0;
            while (i < stack.Length && !matches[stack[i]])
            {
                i++;
            }

            samples.Add(sample, i < stack.Length ? stack[i..] : stack);
        }

        return profile with { Locations = lines.Apply(), Samples = samples.ToTable() };
    }

    /// <summary>Drops the frames that the profile itself marks as of no interest, with all that they call.</summary>
    /// <exception cref="FormatException">The profile's expression is none; the message is pprof's.</exception>
    public static Profile RemoveUninteresting(Profile profile)
    {
        if (profile.DropFrames.Length == 0)
        {
            return profile;
        }

        var drop = Compile(profile.DropFrames);
        var keep = profile.KeepFrames.Length == 0 ? null : Compile(profile.KeepFrames);
        return Prune(profile, name => drop.IsMatch(name) && keep?.IsMatch(name) != true);
    }

    /// <summary>Takes arguments off a C++ function's name.</summary>
    internal static string Simplify(string name)
    {
        name = name.StartsWith('.') ? name[1..] : name;
        int start = 0;
        while (true)
        {
            int bracket = name.IndexOf('(', start);
            int reservedEnd = -1;
            foreach (string reserved in ReservedNames)
            {
                int found = name.IndexOf(reserved, start, StringComparison.Ordinal);
                if (found >= 0 && found <= bracket && bracket < found + reserved.Length)
                {
                    reservedEnd = found + reserved.Length;
                }
            }

            if (bracket < 0)
            {
                return name;
            }

            if (reservedEnd < 0)
            {
                return name[..bracket];
            }

            start = reservedEnd;
        }
    }

    private static Regex Compile(string frames) =>
        GoRegex.TryCompile($"^({frames})$", out string? error) ?? throw new FormatException($"failed to compile regexp {frames}: {error}");

    private static int LastMatch(LocationTable locations, int location, FrameMatcher matcher)
    {
        for (int line = locations.LineStarts[location + 1] - 1; line >= locations.LineStarts[location]; line--)
        {
            if (matcher.MatchesLine(line))
            {
                return line;
            }
        }

        return -1;
    }

    private static bool[] MatchFunctions(Profile profile, Predicate<string> predicate)
    {
        bool[] matches = new bool[profile.Functions.Count];
        for (int i = 0; i < matches.Length; i++)
        {
            int name = profile.Functions.Names[i];
            matches[i] = name != 0 && predicate(Simplify(profile.Strings[name]));
        }

        return matches;
    }

    private static Profile Prune(Profile profile, Predicate<string> isDropped)
    {
        var locations = profile.Locations;
        var lines = new LineSelection(locations);
        bool[] functions = MatchFunctions(profile, isDropped);
        bool[] whole = new bool[locations.Count];
        bool[] beneath = new bool[locations.Count];
        for (int location = 0; location < locations.Count; location++)
        {
            int end = locations.LineStarts[location + 1];
            int line = end - 1;
            while (line >= locations.LineStarts[location] && !functions[locations.Functions[line]])
            {
                line--;
            }

            if (line >= locations.LineStarts[location])
            {
                beneath[location] = true;
                whole[location] = line == end - 1;
                lines.Drop(locations.LineStarts[location], whole[location] ? locations.LineStarts[location] : line + 1);
            }
        }

        if (Array.IndexOf(beneath, true) < 0)
        {
            return profile;
        }

        var samples = new SampleSelection(profile.Samples);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var stack = profile.Samples.StackOf(sample);
            samples.Add(sample, stack[CutOf(stack, whole, beneath)..]);
        }

        return profile with { Locations = lines.Apply(), Samples = samples.ToTable() };
    }

    /// <summary>Finds where a stack starts when the dropped frames are gone. Frames above all others are kept, lest nothing remains.</summary>
    private static int CutOf(ReadOnlySpan<int> stack, bool[] whole, bool[] beneath)
    {
        bool foundUser = false;
        for (int i = stack.Length - 1; i >= 0; i--)
        {
            if (!beneath[stack[i]])
            {
                foundUser = true;
            }
            else if (foundUser)
            {
                return whole[stack[i]] ? i + 1 : i;
            }
        }

        return 0;
    }
}
