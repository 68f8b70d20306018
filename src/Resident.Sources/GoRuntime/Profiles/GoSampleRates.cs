using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;
using Resident.Sources.GoRuntime.Heap;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>Finds how the program samples, and how many ticks its waits count a second.</summary>
/// <remarks>Three rates stand among the variables as plain numbers. A symbol table names one, else the code tells: the runtime's functions that
/// read them are in each program that samples. Newer releases keep copies in places that can be confirmed, too.</remarks>
internal sealed class GoSampleRates
{
    private const int MostCode = 16 * 1024;
    private const ulong MostRate = 1UL << 40;

    private readonly GoTarget _target;
    private readonly GoGlobals _globals;
    private readonly GoSymbolizer _symbolizer;

    /// <summary>Initializes a new instance of the <see cref="GoSampleRates"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    /// <param name="symbolizer">What knows its functions.</param>
    public GoSampleRates(GoTarget target, GoGlobals globals, GoSymbolizer symbolizer)
    {
        _target = target;
        _globals = globals;
        _symbolizer = symbolizer;
    }

    /// <summary>Reads runtime.MemProfileRate.</summary>
    /// <returns>Bytes; 0 where sampling is switched off; null where the rate was not found.</returns>
    public long? ReadMemProfileRate()
    {
        ulong rate = 0;
        bool isRead = _globals.MemProfileRate != 0 && _target.Memory.TryReadU64(_globals.MemProfileRate, out rate);

        // nextSample does not draw a number where the rate is 1. It stands in profilealloc, but in programs built without optimisation.
        if (!isRead)
        {
            ulong[] compared = [.. ReadsOf("runtime.nextSample").Concat(ReadsOf("runtime.profilealloc"))
                .Where(static read => read.ComparedWith == 1).Select(static read => read.Address).Distinct()];
            isRead = compared is [var only] && _target.Memory.TryReadU64(only, out rate);
        }

        // Since 1.24 each allocation cache keeps the rate that it sampled with last.
        if (!isRead && _target.Layout.Has(GoField.McacheMemProfRate))
        {
            var processors = GoProcessors.Read(_target, _globals.Allp);
            isRead = processors.Caches.Length > 0
                && _target.Memory.TryReadU64(processors.Caches[0] + (ulong)_target.Layout[GoField.McacheMemProfRate], out rate);
        }

        return isRead && rate <= MostRate ? (long)rate : null;
    }

    /// <summary>Tells whether the linker left the recording of allocations out.</summary>
    /// <remarks>Source: linksetup in cmd/link/internal/ld/lib.go. Since Go 1.17 it sets runtime.disableMemoryProfiling where the one function that
    /// hands the profile out is in no way reachable, and so not in the program.</remarks>
    public bool IsMemProfileLinkedOut()
    {
        const int FirstMinor = 17;
        const int FirstInternalMinor = 23;
        int minor = _target.Layout.Minor;
        return minor >= FirstMinor && _symbolizer.FunctionNamed(minor < FirstInternalMinor ? "runtime.MemProfile" : "runtime.memProfileInternal") is null;
    }

    /// <summary>Reads of how many contentions on mutexes one is recorded, where the record does not count the others: up to Go 1.20
    /// runtime/pprof multiplies when it writes the profile.</summary>
    /// <returns>The number; 1 since Go 1.21; null where it was not found, or where the program has stopped to sample.</returns>
    public long? ReadMutexFraction()
    {
        if (_target.Layout.Minor > 20)
        {
            return 1;
        }

        // semacquire1 asks for the rate of the block profile first, then for that of the mutex profile, for no other word.
        ulong[] places = [.. ReadsOf("runtime.semacquire1").Select(static read => read.Address).Distinct()];
        return places is [_, var place] && _target.Memory.TryReadU64(place, out ulong fraction) && fraction is > 0 and <= int.MaxValue
            ? (long)fraction
            : null;
    }

    /// <summary>Finds how many ticks make a second: as the program itself reckons where it has done so, else as it would.</summary>
    /// <returns>Ticks a second, or null where this machine's counter cannot be read.</returns>
    public long? FindTickRate() => GoTickRate.Find(_target, _globals.Sched) ?? ReadOldTickRate() ?? MeasureTickRate();

    // Up to 1.21 the rate stands alone, and tickspersecond reads it first; 0 until somebody asked.
    private long? ReadOldTickRate() =>
        _target.Layout.Minor < GoTickRate.FirstMinor
            && ReadsOf("runtime.tickspersecond") is [var first, ..]
            && _target.Memory.TryReadU64(first.Address, out ulong rate)
            && GoTickRate.IsPlausible(unchecked((long)rate))
                ? (long)rate
                : null;

    // On arm64 the runtime's ticks are the clock's nanoseconds (runtime/os_linux_arm64.go).
    private long? MeasureTickRate() => _target.Layout.IsArm64 ? 1_000_000_000 : TimestampCounter.Rate;

    private List<(ulong Address, int? ComparedWith)> ReadsOf(string function)
    {
        if (_symbolizer.FunctionNamed(function) is not var (start, end) || end <= start || end - start > MostCode)
        {
            return [];
        }

        byte[] code = new byte[end - start];
        int count = _target.Image.ReadConstant(start, code);
        return GoGlobalReads.Find(code.AsSpan(0, count), start, _target.Image.IsArm64, _target.Module);
    }
}
