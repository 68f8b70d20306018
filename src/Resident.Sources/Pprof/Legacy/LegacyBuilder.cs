using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Puts a profile together out of stacks of addresses, or of names where a text has them.</summary>
internal sealed class LegacyBuilder
{
    private const ulong UsualStart = 0x400000;
    private const string BytesKey = "bytes";

    private readonly Dictionary<(ulong Address, LegacyFrame Frame), int> _numbers = [];
    private readonly List<(ulong Address, LegacyFrame Frame)> _locations = [];
    private readonly List<List<int>> _stacks = [];
    private readonly List<long[]> _values = [];
    private readonly List<(string Key, string? Text, long Number)[]> _labels = [];
    private readonly StringPool _pool = new();

    public LegacyBuilder(Profile header)
    {
        Header = header;
    }

    /// <summary>Gets or sets all but the samples and tables.</summary>
    public Profile Header { get; set; }

    public List<LegacyMapping> Mappings { get; } = [];

    /// <summary>Gets the stacks as numbers of locations.</summary>
    public List<List<int>> Stacks => _stacks;

    /// <summary>Gets the names that are known of addresses; they are looked up when the profile is made.</summary>
    public Dictionary<ulong, List<LegacyFrame>> Symbols { get; } = [];

    /// <summary>Gets a value indicating whether addresses are forgotten in the end, because names are all that matters.</summary>
    public bool ForgetsAddresses { get; init; }

    /// <summary>Gets the address of a location.</summary>
    public ulong AddressOf(int location) => _locations[location].Address;

    /// <summary>Adds a sample whose addresses are return addresses: one less lies within the call.</summary>
    public void AddCalls(IReadOnlyList<ulong> addresses, long[] values, long? bytes = null)
    {
        ulong[] calls = [.. addresses.Select(static address => unchecked(address - 1))];
        Add(calls, values, bytes is { } size ? [(BytesKey, null, size)] : []);
    }

    /// <summary>Adds a sample whose addresses are return addresses but for the leaf's, where the thread was stopped.</summary>
    public void AddStopped(IReadOnlyList<ulong> addresses, long[] values)
    {
        ulong[] calls = [.. addresses.Select(static (address, i) => i == 0 ? address : unchecked(address - 1))];
        Add(calls, values);
    }

    /// <summary>Adds a sample.</summary>
    public void Add(IReadOnlyList<ulong> addresses, long[] values, params (string Key, string? Text, long Number)[] labels) =>
        Add([.. addresses.Select(address => Number((address, default)))], values, labels);

    /// <summary>Adds a sample of names.</summary>
    public void AddNamed(IEnumerable<LegacyFrame> frames, long[] values, params (string Key, string? Text, long Number)[] labels) =>
        Add([.. frames.Select(frame => Number((0, frame)))], values, labels);

    /// <summary>Adds one to the last sample.</summary>
    public void RepeatLast()
    {
        if (_values.Count > 0)
        {
            _values[^1][0]++;
        }
    }

    /// <summary>Makes the profile: locations are numbered in the order of their use, and each gets its mapping.</summary>
    public Profile Build()
    {
        MemoryMap.Tidy(Mappings);
        FixMainMapping();
        int[] order = new int[_locations.Count];
        var used = new List<int>();
        foreach (int location in _stacks.SelectMany(static stack => stack))
        {
            if (order[location] == 0)
            {
                used.Add(location);
                order[location] = used.Count;
            }
        }

        int[] mappings = [.. used.Select(location => MappingOf(ForgetsAddresses && FramesOf(location).Count > 0 ? 0 : _locations[location].Address))];
        var functions = new LegacyFunctions(_pool);
        var table = functions.MakeLocations([.. used.Select(FramesOf)]);
        return Header with
        {
            Samples = MakeSamples(order),
            Locations = table with
            {
                Addresses = [.. used.Select(location => ForgetsAddresses ? 0 : _locations[location].Address)],
                Mappings = [.. mappings],
            },
            Functions = functions.ToTable(),
            Mappings = [.. Mappings.Select(static (mapping, i) => new ProfileMapping
            {
                Id = (ulong)i + 1,
                Start = mapping.Start,
                Limit = mapping.Limit,
                Offset = mapping.Offset,
                File = mapping.File,
                BuildId = mapping.BuildId,
            })],
            Strings = _pool.ToArray(),
        };
    }

    private void Add(List<int> stack, long[] values, (string Key, string? Text, long Number)[] labels)
    {
        _stacks.Add(stack);
        _values.Add(values);
        _labels.Add(labels);
    }

    private int Number((ulong Address, LegacyFrame Frame) key)
    {
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _locations.Count;
            _numbers[key] = number;
            _locations.Add(key);
        }

        return number;
    }

    private IReadOnlyList<LegacyFrame> FramesOf(int location)
    {
        var (address, frame) = _locations[location];
        return frame.Function is not null ? [frame] : Symbols.TryGetValue(address, out var frames) ? frames : [];
    }

    /// <summary>Undoes what profile handlers are known to get wrong about the program's own mapping.</summary>
    private void FixMainMapping()
    {
        if (Mappings is [{ } huge, { } next, ..] && huge.File.StartsWith("/anon_hugepage", StringComparison.Ordinal) && huge.Limit == next.Start)
        {
            Mappings.RemoveAt(0);
        }

        if (Mappings is [{ } main, ..] && unchecked(main.Start - main.Offset) == UsualStart)
        {
            main.Start = UsualStart;
            main.Offset = 0;
        }
    }

    private int MappingOf(ulong address)
    {
        if (address == 0)
        {
            return -1;
        }

        int found = Mappings.FindIndex(mapping => mapping.Start <= address && address < mapping.Limit);
        if (found >= 0)
        {
            return found;
        }

        found = Mappings.FindIndex(mapping =>
            mapping.Offset != 0 && unchecked(mapping.Start - mapping.Offset) <= address && address < mapping.Start);
        if (found >= 0)
        {
            Mappings[found].Start = unchecked(Mappings[found].Start - Mappings[found].Offset);
            Mappings[found].Offset = 0;
            return found;
        }

        Mappings.Add(new LegacyMapping { Limit = ulong.MaxValue });
        return Mappings.Count - 1;
    }

    private SampleTable MakeSamples(int[] order)
    {
        var stackStarts = new List<int>(_stacks.Count + 1) { 0 };
        var labelStarts = new List<int>(_stacks.Count + 1) { 0 };
        var stacks = new List<int>();
        var labels = new List<SampleLabel>();
        for (int i = 0; i < _stacks.Count; i++)
        {
            stacks.AddRange(_stacks[i].Select(location => order[location] - 1));
            stackStarts.Add(stacks.Count);
            foreach (var (key, text, number) in _labels[i])
            {
                labels.Add(new SampleLabel(_pool.Add(key), text is null ? -1 : _pool.Add(text), -1, number));
            }

            labelStarts.Add(labels.Count);
        }

        return new SampleTable
        {
            ValueCount = Header.SampleTypes.Length,
            Values = [.. _values.SelectMany(static values => values)],
            StackStarts = [.. stackStarts],
            Stacks = [.. stacks],
            LabelStarts = [.. labelStarts],
            Labels = [.. labels],
        };
    }
}
