using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Walks the list of all goroutines and groups them.</summary>
/// <remarks>Source: the states in runtime/runtime2.go, isSystemGoroutine in runtime/traceback.go. A goroutine's structure is
/// never freed, so that each pointer in the list stays good.</remarks>
internal sealed class GoroutineReader
{
    private const int MostStacks = 64;
    private const uint ScanBit = 0x1000;

    private readonly GoTarget _target;
    private readonly GoGlobals _globals;
    private readonly GoSymbolizer _symbolizer;
    private readonly Dictionary<GroupKey, GroupTotals> _groups = [];
    private readonly string?[] _reasons = new string?[256];
    private readonly Dictionary<long, ulong> _addresses = [];
    private long _dead;

    /// <summary>Initializes a new instance of the <see cref="GoroutineReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    /// <param name="symbolizer">What names functions.</param>
    public GoroutineReader(GoTarget target, GoGlobals globals, GoSymbolizer symbolizer)
    {
        _target = target;
        _globals = globals;
        _symbolizer = symbolizer;
    }

    /// <summary>Names a state of a goroutine.</summary>
    /// <param name="state">g.atomicstatus without the collector's mark.</param>
    /// <returns>Null where there is no goroutine, or none any more.</returns>
    public static string? NameOf(uint state) => state switch
    {
        1 => "runnable",
        2 => "running",
        3 => "syscall",
        4 => "waiting",
        8 => "copystack",
        9 => "preempted",
        10 => "leaked",
        // 0 idle, 6 dead, 11 dead and held for a thread of C: no goroutines.
        _ => null,
    };

    /// <summary>Reads all goroutines.</summary>
    /// <param name="clock">The clock that stamps them and tells how long they wait.</param>
    /// <returns>The groups, or null where the list could not be read.</returns>
    public GoroutineCensus? Read(TimeProvider clock)
    {
        if (GoroutineList.Read(_target, _globals.Allgs) is not { } pointers)
        {
            return null;
        }

        var layout = _target.Layout;
        var time = clock.GetUtcNow();
        // The runtime's nanotime is the monotonic clock, and so is the timestamp of the system's TimeProvider.
        long now = double.ConvertToInteger<long>(clock.GetTimestamp() * (1e9 / clock.TimestampFrequency));
        var batches = new PointerBatches(_target.Memory, pointers, layout[GoField.GStartpc] + 8);
        if (!batches.TryVisit((address, g) => Count(layout, address, g)))
        {
            return null;
        }

        var groups = new List<GoroutineGroup>(_groups.Count);
        foreach (var (key, totals) in _groups)
        {
            groups.Add(ToGroup(key, totals, now));
            _addresses[totals.Example] = totals.Address;
        }

        groups.Sort(static (left, right) => right.Count.CompareTo(left.Count) is var order and not 0
            ? order
            : left.ExampleId.CompareTo(right.ExampleId));
        groups = WithStacks(groups);
        return new() { TakenAt = time, Groups = groups, Dead = _dead };
    }

    // The stack of one goroutine of each of the largest groups: those of a group wait at the same place, mostly. And of those that run
    // finalizers, because it tells whether they do.
    private List<GoroutineGroup> WithStacks(List<GoroutineGroup> groups)
    {
        var walker = new GoStackWalker(_target, _symbolizer);
        for (int i = 0; i < groups.Count; i++)
        {
            bool runsFinalizers = groups[i].Start is { } start && GoroutineList.RunsFinalizers(start.Function);
            if ((i < MostStacks || runsFinalizers) && groups[i].State is not "running" && _addresses.TryGetValue(groups[i].ExampleId, out ulong address))
            {
                var stack = walker.Walk(address);
                groups[i] = groups[i] with { Stack = stack, IsSystem = groups[i].IsSystem && !(runsFinalizers && GoroutineList.HasProgramsFrame(stack)) };
            }
        }

        return groups;
    }

    private void Count(GoLayout layout, ulong address, ReadOnlySpan<byte> g)
    {
        uint state = g.U32(layout[GoField.GAtomicstatus]) & ~ScanBit;
        if (NameOf(state) is null)
        {
            _dead++;
            return;
        }

        const uint Waiting = 4;
        byte reason = state == Waiting ? g[layout[GoField.GWaitreason]] : (byte)0;
        var key = new GroupKey(state, reason, g.U64(layout[GoField.GStartpc]), g.U64(layout[GoField.GGopc]));
        ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out bool exists);
        long since = state == Waiting ? g.I64(layout[GoField.GWaitsince]) : 0;
        totals.Oldest = since > 0 && (totals.Oldest == 0 || since < totals.Oldest) ? since : totals.Oldest;
        totals.Example = exists ? totals.Example : g.I64(layout[GoField.GGoid]);
        totals.Address = exists ? totals.Address : address;
        totals.Count++;
        ulong low = g.U64(layout[GoField.GStack]);
        ulong high = g.U64(layout[GoField.GStack] + 8);
        const ulong MostStackBytes = 1UL << 34;
        totals.StackBytes += high > low && high - low <= MostStackBytes ? (long)(high - low) : 0;
    }

    private GoroutineGroup ToGroup(GroupKey key, GroupTotals totals, long now)
    {
        var entry = _symbolizer.FunctionAt(key.Start);
        long waited = now - totals.Oldest;
        return new()
        {
            State = NameOf(key.State)!,
            WaitReason = key.Reason == 0 ? null : ReasonText(key.Reason),
            Start = _symbolizer.FunctionAt(_symbolizer.StartOf(key.Start)),
            // The runtime starts the first goroutine itself.
            CreatedBy = key.CreatedAt == 0 || entry is { Function: "runtime.main" } ? null : _symbolizer.InnermostAt(key.CreatedAt - 1),
            Count = totals.Count,
            LongestWait = totals.Oldest == 0 || waited < 0 ? null : TimeSpan.FromTicks(waited / 100),
            StackBytes = new(totals.StackBytes),
            IsSystem = entry is { } function && GoroutineList.IsSystem(function.Function),
            ExampleId = totals.Example,
        };
    }

    private string ReasonText(byte reason)
    {
        if (_reasons[reason] is { } known)
        {
            return known;
        }

        // The numbers change from release to release, so the texts are the target's own.
        const int MostReasonBytes = 64;
        string? text = _globals.WaitReasons == 0
            ? null
            : GoImageReader.ReadString(_target.Image, _globals.WaitReasons + (16UL * reason));
        bool isText = text is { Length: > 0 and <= MostReasonBytes } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
        return _reasons[reason] = isText ? text! : $"reason {reason}";
    }

    private readonly record struct GroupKey(uint State, byte Reason, ulong Start, ulong CreatedAt);

    private record struct GroupTotals(long Count, long Oldest, long Example, long StackBytes, ulong Address);
}
