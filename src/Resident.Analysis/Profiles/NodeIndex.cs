using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Gives each distinct frame of a profile a dense number, so that stacks can be walked without looking anything up.</summary>
public sealed class NodeIndex
{
    private readonly Profile _profile;
    private readonly List<NodeKey> _keys = [];
    private readonly List<string> _files = [string.Empty];
    private readonly Dictionary<NodeKey, int> _functions = [];
    private readonly List<NodeKey> _functionKeys = [];
    private readonly int[] _starts;
    private readonly int[] _nodes;

    /// <summary>Initializes a new instance of the <see cref="NodeIndex"/> class.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="withObjectFiles">Whether functions of different binaries are different nodes.</param>
    /// <param name="fileName">What becomes of a source file's path.</param>
    public NodeIndex(Profile profile, bool withObjectFiles, Func<string, string> fileName)
    {
        _profile = profile;
        var locations = profile.Locations;
        _starts = new int[locations.Count + 1];
        var nodes = new List<int>(locations.Lines.Length);
        var numbers = new Dictionary<NodeKey, int>();
        var fileNumbers = new Dictionary<string, int>(StringComparer.Ordinal) { [string.Empty] = 0 };
        int[] functionFiles = new int[profile.Functions.Count];
        for (int i = 0; i < functionFiles.Length; i++)
        {
            string file = fileName(profile.Strings[profile.Functions.FileNames[i]]);
            functionFiles[i] = file.Length == 0 ? 0 : NumberOf(fileNumbers, _files, ProfilePath.Clean(file));
        }

        int[] mappingFiles = new int[profile.Mappings.Length];
        for (int i = 0; i < mappingFiles.Length; i++)
        {
            mappingFiles[i] = NumberOf(fileNumbers, _files, profile.Mappings[i].File);
        }

        for (int location = 0; location < locations.Count; location++)
        {
            int mapping = locations.Mappings[location];
            int objectFile = mapping < 0 ? 0 : mappingFiles[mapping];
            int end = locations.LineStarts[location + 1];
            for (int line = locations.LineStarts[location]; line < end; line++)
            {
                nodes.Add(NumberOf(numbers, _keys, KeyOf(location, line, functionFiles, withObjectFiles, objectFile)));
            }

            if (end == locations.LineStarts[location])
            {
                nodes.Add(NumberOf(numbers, _keys, new NodeKey(0, 0, locations.Addresses[location], 0, 0, 0, objectFile)));
            }

            _starts[location + 1] = nodes.Count;
        }

        _nodes = [.. nodes];
    }

    /// <summary>Gets how many distinct frames there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Gets a value indicating whether some location has more than one frame.</summary>
    public bool HasInlines => _nodes.Length > _starts.Length - 1;

    /// <summary>Gets the frames of a location, innermost first; at least one.</summary>
    public ReadOnlySpan<int> NodesOf(int location) => _nodes.AsSpan(_starts[location], _starts[location + 1] - _starts[location]);

    /// <summary>Marks the frames that are inlined somewhere, by number.</summary>
    internal bool[] MarkInlined()
    {
        bool[] inlined = new bool[Count];
        for (int location = 0; location < _starts.Length - 1; location++)
        {
            foreach (int node in NodesOf(location)[..^1])
            {
                inlined[node] = true;
            }
        }

        return inlined;
    }

    /// <summary>Makes the description of a frame.</summary>
    public GraphNodeInfo InfoOf(int node)
    {
        var key = _keys[node];
        return new GraphNodeInfo
        {
            Name = _profile.Strings[key.Name],
            File = _files[key.File],
            Address = key.Address,
            StartLine = key.StartLine,
            Line = key.Line,
            Column = key.Column,
            ObjectFile = _files[key.ObjectFile],
        };
    }

    /// <summary>Gets the number of the function that a frame is in: frames that differ by address or line alone have the same.</summary>
    public int FunctionOf(int node)
    {
        // A frame without address and line stands for its function, whatever its column: pprof's callgrind numbers depend on it.
        var key = _keys[node];
        bool isFunction = key.Address == 0 && key.Line == 0;
        return NumberOf(_functions, _functionKeys, isFunction ? key : key with { Address = 0, Line = 0, Column = 0 });
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

    private NodeKey KeyOf(int location, int line, int[] functionFiles, bool withObjectFiles, int objectFile)
    {
        var locations = _profile.Locations;
        int function = locations.Functions[line];
        int name = _profile.Functions.Names[function];
        bool isFull = withObjectFiles || name == 0;
        return new NodeKey(
            name,
            functionFiles[function],
            locations.Addresses[location],
            isFull ? _profile.Functions.StartLines[function] : 0,
            locations.Lines[line],
            locations.Columns[line],
            isFull ? objectFile : 0);
    }
}
