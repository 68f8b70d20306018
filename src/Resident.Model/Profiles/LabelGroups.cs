using System.Runtime.InteropServices;

namespace Resident.Model.Profiles;

/// <summary>The labels of one sample by key, as pprof sees them: for each key a list of texts and a list of numbers.</summary>
public static class LabelGroups
{
    /// <summary>Tells whether any number of a key has a unit; then all of them are shown with theirs.</summary>
    public static bool HasUnits(ReadOnlySpan<SampleLabel> labels, int key)
    {
        foreach (var label in labels)
        {
            if (label.Key == key && label.IsNumber && label.Unit >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Groups texts or numbers by their keys, in the order of the keys' first occurrence. Linear, however many
    /// there are.</summary>
    /// <returns>The labels of one key each, in their order.</returns>
    public static IReadOnlyList<List<SampleLabel>> ByKey(ReadOnlySpan<SampleLabel> labels, bool ofNumbers)
    {
        var groups = new List<List<SampleLabel>>();
        var places = new Dictionary<int, int>();
        foreach (var label in labels)
        {
            if (label.IsNumber != ofNumbers)
            {
                continue;
            }

            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, label.Key, out bool exists);
            if (!exists)
            {
                place = groups.Count;
                groups.Add([]);
            }

            groups[place].Add(label);
        }

        return groups;
    }
}
