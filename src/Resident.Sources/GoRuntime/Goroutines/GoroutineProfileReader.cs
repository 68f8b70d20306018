using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;
using Resident.Sources.GoRuntime.Profiles;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Reads where all goroutines stand: the profile that /debug/pprof/goroutine would serve.</summary>
/// <remarks>Nothing is stopped. A goroutine that goes on while its stack is read is read again; one that runs all the time has no
/// stack that could be read, and stands with the function that it began with.</remarks>
internal sealed class GoroutineProfileReader
{
    private const int ChunkGoroutines = 256;
    private const uint Running = 2;

    private readonly GoTarget _target;
    private readonly GoGlobals _globals;
    private readonly GoSymbolizer _symbolizer;
    private readonly GoStackWalker _walker;
    private readonly GoLabelReader _labels;
    private readonly List<Standing> _standing = [];
    private readonly Dictionary<ulong, StartKind> _kinds = [];
    private readonly StackCounts _counts = new();
    private readonly List<ulong> _addresses = [];

    /// <summary>Initializes a new instance of the <see cref="GoroutineProfileReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    /// <param name="symbolizer">What knows functions.</param>
    public GoroutineProfileReader(GoTarget target, GoGlobals globals, GoSymbolizer symbolizer)
    {
        _target = target;
        _globals = globals;
        _symbolizer = symbolizer;
        _walker = new(target, symbolizer);
        _labels = new(target);
    }

    /// <summary>Reads the profile.</summary>
    /// <param name="clock">Stamps it.</param>
    /// <returns>Null where the list of goroutines could not be read.</returns>
    public GoStackProfile? Read(TimeProvider clock)
    {
        if (GoroutineList.Read(_target, _globals.Allgs) is not { } goroutines)
        {
            return null;
        }

        var time = clock.GetUtcNow();
        int bytes = Math.Max(_target.Layout[GoField.GStartpc], _target.Layout[GoField.GLabels]) + 8;
        if (!new PointerBatches(_target.Memory, goroutines, bytes).TryVisit(Note))
        {
            return null;
        }

        byte[] buffer = new byte[ChunkGoroutines * (GoStackWalker.WindowBytes + StateBytes)];
        for (int at = 0; at < _standing.Count; at += ChunkGoroutines)
        {
            Count(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_standing).Slice(at, Math.Min(ChunkGoroutines, _standing.Count - at)), buffer);
        }

        return ToProfile(time);
    }

    private int StateBytes => _target.Layout[GoField.GAtomicstatus] + 8;

    private void Note(ulong address, ReadOnlySpan<byte> g)
    {
        var layout = _target.Layout;
        var registers = GoStackRegisters.Read(layout, g);
        ulong start = g.U64(layout[GoField.GStartpc]);
        if (GoroutineReader.NameOf(registers.State) is not null && KindOf(start) is var kind and not StartKind.System)
        {
            _standing.Add(new(address, registers, start, kind, g.U64(layout[GoField.GLabels])));
        }
    }

    private StartKind KindOf(ulong start)
    {
        ref var kind = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_kinds, start, out bool exists);
        if (!exists)
        {
            string function = _symbolizer.FunctionAt(start)?.Function ?? string.Empty;
            kind = GoroutineList.RunsFinalizers(function) ? StartKind.Finalizers : GoroutineList.IsSystem(function) ? StartKind.System : StartKind.Program;
        }

        return kind;
    }

    // First the stacks, then again what tells whether their goroutines stood still meanwhile, in as few calls as can be.
    private void Count(ReadOnlySpan<Standing> standing, byte[] buffer)
    {
        var ranges = new ProcessMemoryRange[2 * standing.Length];
        int bytes = 0;
        for (int i = 0; i < standing.Length; i++)
        {
            var registers = standing[i].Registers;
            bool isReadable = registers.IsPlausible && registers.State != Running;
            ranges[i] = isReadable
                ? new(registers.Sp, (int)Math.Min(registers.High - registers.Sp, GoStackWalker.WindowBytes))
                : new(standing[i].Address, 8);
            ranges[standing.Length + i] = new(standing[i].Address, StateBytes);
            bytes += ranges[i].Length + StateBytes;
        }

        bool isRead = _target.Memory.TryReadMany(ranges, buffer.AsSpan(0, bytes));
        ReadOnlySpan<byte> stacks = buffer;
        var states = stacks[(bytes - (standing.Length * StateBytes))..];
        for (int i = 0; i < standing.Length; i++)
        {
            var goroutine = standing[i];
            _addresses.Clear();
            bool isStill = isRead && GoStackRegisters.Read(_target.Layout, states.Slice(i * StateBytes, StateBytes)) == goroutine.Registers;
            bool isWalked = isStill && goroutine.Registers.IsPlausible && goroutine.Registers.State != Running
                && _walker.TryWalk(goroutine.Registers, stacks[..ranges[i].Length], _addresses);
            if (!isWalked)
            {
                WalkAgain(goroutine);
            }

            if (goroutine.Kind == StartKind.Program || GoroutineList.HasProgramsFrame(_addresses.SelectMany(address => _symbolizer.FramesAt(unchecked(address - 1)))))
            {
                _addresses.Add(_labels.NumberOf(goroutine.Labels));
                _counts.Add(_addresses);
            }

            stacks = stacks[ranges[i].Length..];
        }
    }

    private void WalkAgain(Standing goroutine)
    {
        if (goroutine.Registers.State == Running || !_walker.TryWalk(goroutine.Address, _addresses))
        {
            _addresses.Clear();
            _addresses.Add(unchecked(_symbolizer.StartOf(goroutine.Start) + 1));
        }
    }

    private GoStackProfile ToProfile(DateTimeOffset time)
    {
        var locator = new GoStackLocator(_symbolizer);
        List<GoStackSample> samples = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (var (key, count) in _counts.ByCount())
        {
            ulong[] stack = key[..^1];
            int[] locations = locator.Locate(stack, hideRuntime: false, isPhysical: true);

            // Stacks that differ in wrappers alone are one, as they are shown.
            string shown = string.Join(' ', locations.Select(static location => (ulong)location).Append(key[^1]));
            if (places.TryGetValue(shown, out int place))
            {
                samples[place] = samples[place] with { Count = samples[place].Count + count };
                continue;
            }

            places.Add(shown, samples.Count);
            samples.Add(new()
            {
                Stack = stack,
                Locations = locations,
                Count = count,
                Amount = 0,
                Labels = _labels.Of(key[^1]),
            });
        }

        return new()
        {
            Kind = "goroutine",
            TakenAt = time,
            Period = 1,
            IsPeriodKnown = true,
            Locations = locator.Locations,
            Samples = samples,
        };
    }

    private enum StartKind
    {
        Program,
        System,
        Finalizers, // the program's while they run functions of the program's
    }

    private readonly record struct Standing(ulong Address, GoStackRegisters Registers, ulong Start, StartKind Kind, ulong Labels);
}
