using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;
using Resident.Sources.GoRuntime.Goroutines;
using Resident.Sources.GoRuntime.Heap;
using Resident.Sources.GoRuntime.Profiles;

namespace Resident.Sources.GoRuntime;

/// <summary>A running Go process, read from outside: not stopped, not signalled, not written to, stripped or not.</summary>
/// <remarks>Not safe for two threads at once. Each method throws <see cref="IOException"/> once the process has ended or runs
/// another program.</remarks>
public sealed class GoProcess : IDisposable
{
    // 1, 2, 4 ... 512 ms: a second in all, in which a program that was just started sets up its heap.
    private const int MostTries = 3;
    private const int StartWaits = 10;

    // A fruitless search for a list waits so many times what it took: a ten-thousandth of a core.
    private const int SearchSpacing = 10_000;

    private readonly GoProcessParts _parts;
    private readonly GoProcessOptions _options;
    private readonly GoMemoryReader _memory;
    private GoGlobals _globals;
    private GoSymbolizer? _symbolizer;
    private long _searchedAtCycle = -1;
    private (long EndedAt, TimeSpan Took)? _listSearch;

    private GoProcess(int pid, GoProcessParts parts, GoProcessOptions options)
    {
        Pid = pid;
        _parts = parts;
        _options = options;
        _globals = parts.Globals;
        _memory = new(parts.Target, parts.Globals, options.Clock, parts.Identity.Version);
        Identity = parts.Identity.ToModel();
    }

    /// <summary>Gets the process's number here.</summary>
    public int Pid { get; }

    /// <summary>Gets which Go program it is.</summary>
    public RuntimeIdentity Identity { get; }

    /// <summary>Gets a value indicating whether the layout was measured on this release. False: the release is newer than
    /// all known ones, and what is confirmed of the newest one's layout is used.</summary>
    public bool IsKnownRelease => _parts.Identity.Minor <= GoLayout.NewestMinor;

    /// <summary>Opens a process. Milliseconds where the executable is in the cache, else up to some tenths of a second;
    /// a program that has just been started is waited for, a second at most.</summary>
    /// <param name="pid">The process, as this PID namespace numbers it.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="process">Receives the process; the caller disposes it.</param>
    /// <param name="refusal">Receives why it could not be opened, and what would allow it.</param>
    /// <returns>False where it is not Go, or may not be read, or is gone, or is damaged.</returns>
    public static bool TryOpen(int pid, GoProcessOptions options, out GoProcess? process, out AttachRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(options);
        var opener = new GoProcessOpener(pid, options);
        refusal = opener.Open(out var parts);
        using var wait = new ManualResetEventSlim();
        for (int attempt = 0; refusal is not null && opener.MayBeStarting(refusal.Kind) && attempt < StartWaits; attempt++)
        {
            wait.Wait(1 << attempt, CancellationToken.None);
            refusal = opener.Open(out parts);
        }

        process = parts is null ? null : new GoProcess(pid, parts, options);
        return process is not null;
    }

    /// <summary>Reads the runtime's statistics: some microseconds, and no allocation beyond the result.</summary>
    /// <param name="withCaches">Whether to add what the processors' allocation caches have not told yet, as
    /// runtime.ReadMemStats does. Without it HeapAlloc lags by 1 to 3 % between two collections.</param>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoMemory ReadMemory(bool withCaches = true)
    {
        var sample = _memory.Read(withCaches) ?? throw Gone();
        // The collector's state can be found once a cycle has ended.
        if (_globals.Work == 0 && sample.NumGC > 0 && sample.NumGC != _searchedAtCycle && _searchedAtCycle < 16)
        {
            _searchedAtCycle = sample.NumGC.Value;
            _globals = new GoGlobalFinder(_parts.Target).Complete(_globals);
            _memory.Use(_globals);
            sample = _memory.Read(withCaches) ?? throw Gone();
        }

        return sample;
    }

    /// <summary>Reads all goroutines and groups them. About a microsecond each.</summary>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    /// <exception cref="GoroutinesNotFoundException">The list of goroutines was not found in this program.</exception>
    public GoroutineCensus ReadGoroutines()
    {
        RequireGoroutines();
        return new GoroutineReader(_parts.Target, _globals, Symbolizer()).Read(_options.Clock) ?? throw Gone();
    }

    /// <summary>Reads the heap profile that /debug/pprof/heap would serve: as of the last completed cycle.</summary>
    /// <returns>The profile; without samples where nothing was sampled yet, or where the linker left profiling out because the
    /// program never asks for it.</returns>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoStackProfile ReadHeapProfile() => ReadProfile("heap");

    /// <summary>Reads the profile that /debug/pprof/allocs would serve: the heap profile, told as what was allocated since the start.</summary>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoStackProfile ReadAllocationProfile() => ReadHeapProfile() with { Kind = "allocs" };

    /// <summary>Reads the profile that /debug/pprof/goroutine would serve: where all goroutines stand. Some microseconds each.</summary>
    /// <returns>The profile. Goroutines that run at this moment stand with the function that they began with: the program is not
    /// stopped, so that theirs is no stack that could be read.</returns>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    /// <exception cref="GoroutinesNotFoundException">The list of goroutines was not found in this program.</exception>
    public GoStackProfile ReadGoroutineProfile()
    {
        RequireGoroutines();
        return new GoroutineProfileReader(_parts.Target, _globals, Symbolizer()).Read(_options.Clock) ?? throw Gone();
    }

    /// <summary>Reads all that the heap profiler has counted by stack, the cycle that runs and the one that is swept
    /// included.</summary>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoAllocationProfile ReadAllocationCounts()
    {
        var reader = ProfileReader("heap");
        GoAllocationProfile profile;
        int tries = 0;
        do
        {
            // A cycle that ends meanwhile moves the slots.
            profile = reader.ReadAllocations(HeadOf("heap"), ReadMemory(withCaches: false)) ?? throw Gone();
        }
        while (ReadMemory(withCaches: false).NumGC != profile.NumGC && ++tries < MostTries);

        return profile;
    }

    /// <summary>Reads the block profile; without samples unless the program called runtime.SetBlockProfileRate.</summary>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoStackProfile ReadBlockProfile() => ReadProfile("block");

    /// <summary>Reads the mutex profile; without samples unless the program called runtime.SetMutexProfileFraction.</summary>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoStackProfile ReadMutexProfile() => ReadProfile("mutex");

    /// <summary>Reads all spans of the heap. About half a microsecond each.</summary>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoSpanTable ReadSpans() => new GoSpanReader(_parts.Target, _globals).Read(_options.Clock) ?? throw Gone();

    /// <summary>Reads the heap page by page, with its spans and what of it is in RAM.</summary>
    /// <param name="withHugePages">Whether to read /proc/PID/smaps too, which costs milliseconds a gigabyte.</param>
    /// <exception cref="IOException">The process has ended, runs another program, or refuses now.</exception>
    public GoPageMap ReadPageMap(bool withHugePages = false)
    {
        var huge = withHugePages
            ? HeapMappings.Read(Pid, _options.ProcRoot, _parts.Target.ReadHeapRanges(_globals.Mheap))
            : null;
        return new GoPageReader(_parts.Target, _globals).Read(_options.Clock, huge) ?? throw Gone();
    }

    /// <summary>Reads where the heap's arenas lie, as far as they have been taken into use: microseconds.</summary>
    /// <returns>The ranges by address; empty where they cannot be read now.</returns>
    public IReadOnlyList<(ulong Start, ulong End)> ReadArenas() => _parts.Target.ReadHeapRanges(_globals.Mheap);

    /// <summary>Gets where the program's code lies, for <see cref="GoProfileBuilder.Build"/>.</summary>
    public GoCodeMapping ReadCodeMapping()
    {
        var image = _parts.Target.Image;
        var segment = image.Elf.Segments.FirstOrDefault(part => part.IsLoad && part.Contains(unchecked(_parts.Linked.Module.Text - image.Bias)));
        string path = new FileInfo($"{_options.ProcRoot}/{Pid}/exe").LinkTarget ?? string.Empty;
        return segment is null
            ? new(_parts.Linked.Module.Text, _parts.Linked.Module.EndOfText, 0, path)
            : new(
                unchecked(segment.VirtualAddress + image.Bias),
                unchecked(segment.VirtualAddress + segment.MemorySize + image.Bias),
                (long)segment.FileOffset,
                path);
    }

    /// <summary>Finds where the memory limit is kept.</summary>
    /// <returns>Null before Go 1.19, for a release whose layout was not measured, and where the controller was not found.</returns>
    public GoLimitPlace? FindLimit()
    {
        var layout = _parts.Target.Layout;
        return IsKnownRelease && _globals.GcController != 0 && layout.Has(GoField.GcControllerMemoryLimit)
            ? new(
                _globals.GcController + (ulong)layout[GoField.GcControllerMemoryLimit],
                _globals.Memstats + (ulong)layout[GoField.MemstatsLastGcNanotime])
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _parts.File?.Dispose();
        _parts.Target.Present.Dispose();
        (_parts.Target.Memory as IDisposable)?.Dispose();
    }

    private void RequireGoroutines()
    {
        if (_globals.Allgs == 0)
        {
            throw new GoroutinesNotFoundException($"Process {Pid}: the list of its goroutines was not found. Its other figures are certain, and this one is not shown.");
        }
    }

    private GoStackProfile ReadProfile(string kind) =>
        ProfileReader(kind).Read(kind, HeadOf(kind), ReadMemory(withCaches: false)) ?? throw Gone();

    private GoProfileReader ProfileReader(string kind)
    {
        if (HeadOf(kind) == 0)
        {
            SearchLists();
        }

        return new(_parts.Target, _globals, Symbolizer());
    }

    // A list is empty, and so not to be found, until the first event; where the linker left profiling out it stays so.
    private void SearchLists()
    {
        if (_listSearch is var (endedAt, took) && _options.Clock.GetElapsedTime(endedAt) < took * SearchSpacing)
        {
            return;
        }

        long start = _options.Clock.GetTimestamp();
        _globals = new GoGlobalFinder(_parts.Target).Complete(_globals);
        long end = _options.Clock.GetTimestamp();
        _listSearch = (end, _options.Clock.GetElapsedTime(start, end));
    }

    private ulong HeadOf(string kind) => kind switch
    {
        "heap" => _globals.MemoryBuckets,
        "block" => _globals.BlockBuckets,
        "mutex" => _globals.MutexBuckets,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected heap, block or mutex."),
    };

    private GoSymbolizer Symbolizer()
    {
        var (header, address, module) = _parts.Linked;
        return _symbolizer ??= new(GoImageReader.OpenFunctionTable(_parts.Target.Image, header, address, module, _parts.Target.Layout), _parts.Target.Layout.Minor);
    }

    private IOException Gone()
    {
        long? start = ProcessFiles.ReadStartTime(Pid, _options.ProcRoot);
        if (start == _parts.StartTime && !ProcessFiles.HasEnded(Pid, _options.ProcRoot))
        {
            return new($"Process {Pid} runs another program now, or its memory does not look as its runtime keeps it.");
        }

        return new(start is null || start == _parts.StartTime ? $"Process {Pid} has ended." : $"Process {Pid} has ended, and another one has its number.");
    }
}
