using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Turns the values of labels into frames above the root or below the leaf.</summary>
public sealed class LabelFrames
{
    private readonly Profile _profile;
    private readonly string _unit;
    private readonly StringPool _strings;
    private readonly Dictionary<(string Name, string Key), int> _locations = [];
    private readonly List<(int Name, int Key)> _added = [];

    private LabelFrames(Profile profile, string unit)
    {
        _profile = profile;
        _unit = unit;
        _strings = new(profile.Strings);
    }

    /// <summary>Adds frames.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="rootKeys">Keys separated by commas, the first nearest the root; or empty.</param>
    /// <param name="leafKeys">Keys separated by commas, the last nearest the leaf; or empty.</param>
    /// <param name="unit">The unit that numbers are shown in.</param>
    /// <param name="unmatched">Gets the names of the lists that no sample had a label of.</param>
    public static Profile Add(Profile profile, string rootKeys, string leafKeys, string unit, ICollection<string> unmatched)
    {
        string[] roots = rootKeys.Split(',', StringSplitOptions.RemoveEmptyEntries);
        string[] leaves = leafKeys.Split(',', StringSplitOptions.RemoveEmptyEntries);
        bool anyRoot = false;
        bool anyLeaf = false;
        var result = profile;
        if (roots.Length > 0 || leaves.Length > 0)
        {
            result = new LabelFrames(profile, unit).Add(roots, leaves, out anyRoot, out anyLeaf);
        }

        if (rootKeys.Length > 0 && !anyRoot)
        {
            unmatched.Add("TagRoot");
        }

        if (leafKeys.Length > 0 && !anyLeaf)
        {
            unmatched.Add("TagLeaf");
        }

        return result;
    }

    private Profile Add(string[] roots, string[] leaves, out bool anyRoot, out bool anyLeaf)
    {
        anyRoot = false;
        anyLeaf = false;
        var samples = new SampleSelection(_profile.Samples);
        var stack = new List<int>();
        var above = new List<int>();
        for (int sample = 0; sample < _profile.Samples.Count; sample++)
        {
            above.Clear();
            stack.Clear();
            anyRoot |= AddFrames(sample, roots, above);
            anyLeaf |= AddFrames(sample, leaves, stack);
            stack.AddRange(_profile.Samples.StackOf(sample));
            stack.AddRange(above);
            samples.Add(sample, CollectionsMarshal.AsSpan(stack));
        }

        return _profile with
        {
            Strings = _strings.ToArray(),
            Functions = MakeFunctions(),
            Locations = MakeLocations(),
            Samples = samples.ToTable(),
        };
    }

    private bool AddFrames(int sample, string[] keys, List<int> stack)
    {
        bool any = false;
        for (int i = keys.Length - 1; i >= 0; i--)
        {
            var values = ValuesOf(sample, keys[i]);
            any |= values.Count > 0;
            string name = string.Join(',', values);
            ref int location = ref CollectionsMarshal.GetValueRefOrAddDefault(_locations, (name, keys[i]), out bool exists);
            if (!exists)
            {
                location = _profile.Locations.Count + _added.Count;
                _added.Add((_strings.Add(name), _strings.Add(keys[i])));
            }

            stack.Add(location);
        }

        return any;
    }

    private List<string> ValuesOf(int sample, string key)
    {
        var values = new List<string>();
        if (!_strings.TryFind(key, out int number))
        {
            return values;
        }

        foreach (var label in _profile.Samples.LabelsOf(sample))
        {
            if (label.Key == number && !label.IsNumber)
            {
                values.Add(_profile.Strings[label.Text]);
            }
        }

        bool hasUnits = LabelGroups.HasUnits(_profile.Samples.LabelsOf(sample), number);
        foreach (var label in _profile.Samples.LabelsOf(sample))
        {
            if (label.Key == number && label.IsNumber)
            {
                values.Add(hasUnits
                    ? Measurement.ScaledLabel(label.Number, label.Unit < 0 ? string.Empty : _profile.Strings[label.Unit], _unit)
                    : Measurement.ScaledLabel(label.Number, string.Empty, string.Empty));
            }
        }

        return values;
    }

    private FunctionTable MakeFunctions()
    {
        var functions = _profile.Functions;
        ulong next = functions.Ids.DefaultIfEmpty().Max() + 1;
        return new FunctionTable
        {
            Ids = functions.Ids.AddRange(_added.Select((_, i) => next + (ulong)i)),
            Names = functions.Names.AddRange(_added.Select(static frame => frame.Name)),
            SystemNames = functions.SystemNames.AddRange(new int[_added.Count]),
            FileNames = functions.FileNames.AddRange(_added.Select(static frame => frame.Key)),
            StartLines = functions.StartLines.AddRange(new long[_added.Count]),
        };
    }

    private LocationTable MakeLocations()
    {
        var locations = _profile.Locations;
        ulong next = locations.Ids.DefaultIfEmpty().Max() + 1;
        int firstFunction = _profile.Functions.Count;
        int firstLine = locations.Lines.Length;
        return new LocationTable
        {
            Ids = locations.Ids.AddRange(_added.Select((_, i) => next + (ulong)i)),
            Addresses = locations.Addresses.AddRange(new ulong[_added.Count]),
            Mappings = locations.Mappings.AddRange(Enumerable.Repeat(-1, _added.Count)),
            Folded = locations.Folded.AddRange(new bool[_added.Count]),
            LineStarts = locations.LineStarts.AddRange(Enumerable.Range(firstLine + 1, _added.Count)),
            Functions = locations.Functions.AddRange(Enumerable.Range(firstFunction, _added.Count)),
            Lines = locations.Lines.AddRange(new long[_added.Count]),
            Columns = locations.Columns.AddRange(new long[_added.Count]),
        };
    }
}
