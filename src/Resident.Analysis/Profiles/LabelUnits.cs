using System.Collections.Immutable;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Finds the unit of each numeric label.</summary>
public static class LabelUnits
{
    /// <summary>Finds the units.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="notices">Gets a sentence for each key that has several units.</param>
    /// <returns>A unit for each key of a numeric label: the first that occurs, or one guessed from the key.</returns>
    public static ImmutableDictionary<string, string> Find(Profile profile, ICollection<string> notices)
    {
        var units = new Dictionary<int, int>();
        var others = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (ref readonly var label in profile.Samples.Labels.AsSpan())
        {
            if (!label.IsNumber)
            {
                continue;
            }

            int unit = Math.Max(label.Unit, 0);
            int known = units.GetValueOrDefault(label.Key);
            if (known == 0)
            {
                units[label.Key] = unit;
            }
            else if (unit != 0 && unit != known)
            {
                string key = profile.Strings[label.Key];
                if (!others.TryGetValue(key, out var set))
                {
                    set = new SortedSet<string>(StringComparer.Ordinal);
                    others[key] = set;
                }

                set.Add(profile.Strings[unit]);
            }
        }

        var result = units.ToImmutableDictionary(
            entry => profile.Strings[entry.Key],
            entry => entry.Value != 0 ? profile.Strings[entry.Value] : Guess(profile.Strings[entry.Key]),
            StringComparer.Ordinal);
        foreach (var (key, set) in others)
        {
            notices.Add($"For tag {key} used unit {result[key]}, also encountered unit(s) {string.Join(", ", set)}");
        }

        return result;
    }

    private static string Guess(string key) => key is "alignment" or "request" ? "bytes" : key;
}
