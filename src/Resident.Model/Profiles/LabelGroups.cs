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

    /// <summary>Lists the distinct keys of texts or of numbers, in the order of their first occurrence.</summary>
    public static IReadOnlyList<int> KeysOf(ReadOnlySpan<SampleLabel> labels, bool ofNumbers)
    {
        var keys = new List<int>();
        foreach (var label in labels)
        {
            if (label.IsNumber == ofNumbers && !keys.Contains(label.Key))
            {
                keys.Add(label.Key);
            }
        }

        return keys;
    }
}
