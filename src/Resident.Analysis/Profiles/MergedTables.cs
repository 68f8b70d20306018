using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Mappings, functions, locations and texts of several profiles, each once.</summary>
internal sealed class MergedTables
{
    private const ulong PageBytes = 4096;

    private readonly Dictionary<string, int> _stringNumbers = new(StringComparer.Ordinal) { [string.Empty] = 0 };
    private readonly List<string> _strings = [string.Empty];
    private readonly Dictionary<(ulong Size, ulong Offset, string File), int> _mappingNumbers = [];
    private readonly List<ProfileMapping> _mappings = [];
    private readonly Dictionary<(long StartLine, int Name, int SystemName, int File), int> _functionNumbers = [];
    private readonly List<(long StartLine, int Name, int SystemName, int File)> _functions = [];
    private readonly Dictionary<LocationKey, int> _locationNumbers = [];
    private readonly List<(ulong Address, int Mapping, bool IsFolded)> _locations = [];
    private readonly List<int> _lineStarts = [0];
    private readonly List<(int Function, long Line, long Column)> _lines = [];

    private Profile _source = Profile.Empty;
    private int[] _mappedStrings = [];
    private int[] _mappedFunctions = [];
    private int[] _mappedLocations = [];
    private (int Index, ulong Shift)[] _mappedMappings = [];

    /// <summary>Turns to the next profile.</summary>
    public void Begin(Profile profile)
    {
        _source = profile;
        _mappedStrings = Unmapped(profile.Strings.Length);
        _mappedFunctions = Unmapped(profile.Functions.Count);
        _mappedLocations = Unmapped(profile.Locations.Count);
        _mappedMappings = new (int, ulong)[profile.Mappings.Length];
        Array.Fill(_mappedMappings, (-1, 0UL));
        if (_mappings.Count == 0 && profile.Mappings.Length > 0)
        {
            MapMapping(0);
        }
    }

    /// <summary>Gets the common index of one of the profile's locations.</summary>
    public int MapLocation(int location)
    {
        ref int mapped = ref _mappedLocations[location];
        if (mapped < 0)
        {
            mapped = AddLocation(location);
        }

        return mapped;
    }

    /// <summary>Translates a label's texts.</summary>
    public SampleLabel MapLabel(SampleLabel label) => new(
        MapString(label.Key),
        label.Text < 0 ? -1 : MapString(label.Text),
        label.Unit < 0 ? -1 : MapString(label.Unit),
        label.Number);

    /// <summary>Puts the tables into a profile.</summary>
    public Profile Fill(Profile header) => header with
    {
        Strings = [.. _strings],
        Mappings = [.. _mappings],
        Functions = new FunctionTable
        {
            Ids = Ids(_functions.Count),
            Names = [.. _functions.Select(static function => function.Name)],
            SystemNames = [.. _functions.Select(static function => function.SystemName)],
            FileNames = [.. _functions.Select(static function => function.File)],
            StartLines = [.. _functions.Select(static function => function.StartLine)],
        },
        Locations = new LocationTable
        {
            Ids = Ids(_locations.Count),
            Addresses = [.. _locations.Select(static location => location.Address)],
            Mappings = [.. _locations.Select(static location => location.Mapping)],
            Folded = [.. _locations.Select(static location => location.IsFolded)],
            LineStarts = [.. _lineStarts],
            Functions = [.. _lines.Select(static line => line.Function)],
            Lines = [.. _lines.Select(static line => line.Line)],
            Columns = [.. _lines.Select(static line => line.Column)],
        },
    };

    private static ImmutableArray<ulong> Ids(int count) => [.. Enumerable.Range(1, count).Select(static id => (ulong)id)];

    private static int[] Unmapped(int count)
    {
        int[] mapped = new int[count];
        mapped.AsSpan().Fill(-1);
        return mapped;
    }

    private int MapString(int text)
    {
        ref int mapped = ref _mappedStrings[text];
        if (mapped < 0)
        {
            mapped = NumberOf(_stringNumbers, _strings, _source.Strings[text]);
        }

        return mapped;
    }

    private static int NumberOf<TKey>(Dictionary<TKey, int> numbers, List<TKey> keys, TKey key)
        where TKey : notnull
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out bool exists);
        if (!exists)
        {
            number = keys.Count;
            keys.Add(key);
        }

        return number;
    }

    private (int Index, ulong Shift) MapMapping(int mapping)
    {
        if (mapping < 0)
        {
            return (-1, 0);
        }

        ref var mapped = ref _mappedMappings[mapping];
        if (mapped.Index < 0)
        {
            var source = _source.Mappings[mapping];
            ulong size = unchecked(source.Limit - source.Start + PageBytes - 1);
            string file = source.BuildId.Length > 0 ? source.BuildId : source.File;
            ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _mappingNumbers, (size - (size % PageBytes), source.Offset, file), out bool exists);
            if (!exists)
            {
                index = _mappings.Count;
                _mappings.Add(source with { Id = (ulong)index + 1 });
            }

            mapped = (index, unchecked(_mappings[index].Start - source.Start));
        }

        return mapped;
    }

    private int MapFunction(int function)
    {
        ref int mapped = ref _mappedFunctions[function];
        if (mapped < 0)
        {
            var functions = _source.Functions;
            var key = (functions.StartLines[function], MapString(functions.Names[function]),
                MapString(functions.SystemNames[function]), MapString(functions.FileNames[function]));
            mapped = NumberOf(_functionNumbers, _functions, key);
        }

        return mapped;
    }

    private int AddLocation(int location)
    {
        var locations = _source.Locations;
        var (mapping, shift) = MapMapping(locations.Mappings[location]);
        ulong address = unchecked(locations.Addresses[location] + shift);
        int first = locations.LineStarts[location];
        int count = locations.LineStarts[location + 1] - first;
        var lines = new (int Function, long Line, long Column)[count];
        for (int i = 0; i < count; i++)
        {
            lines[i] = (MapFunction(locations.Functions[first + i]), locations.Lines[first + i], locations.Columns[first + i]);
        }

        ulong relative = mapping < 0 ? address : unchecked(address - _mappings[mapping].Start);
        var key = new LocationKey(relative, mapping, locations.Folded[location], lines);
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_locationNumbers, key, out bool exists);
        if (!exists)
        {
            number = _locations.Count;
            _locations.Add((address, mapping, locations.Folded[location]));
            _lines.AddRange(lines);
            _lineStarts.Add(_lines.Count);
        }

        return number;
    }
}
