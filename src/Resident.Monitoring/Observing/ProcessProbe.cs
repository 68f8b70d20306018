using System.Diagnostics.CodeAnalysis;
using Resident.Analysis.Diagnosis.Sites;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Sampling;
using Resident.Sources.Binary;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Profiles;
using Resident.Sources.Pprof;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Observing;

/// <summary>All ways to look into one process: samples, ledgers, heap profiles, goroutines. Nothing in it stops or is written to.</summary>
[SuppressMessage("Maintainability", "CA1506", Justification = "All ways into a process meet here; each is a class of its own.")]
public sealed class ProcessProbe : ITargetProbe
{
    private readonly int _pid;
    private readonly ProcessSources _sources;
    private readonly IRuntimeReader? _endpoint;
    private readonly EndpointProfiles? _profiles;
    private readonly IoReader _io = new();
    private readonly GoProcessOptions _options;
    private readonly GroupCensusReader _group;
    private readonly string _exePath;
    private readonly ProbeWarnings _warnings = new();
    private GoConnection _connection;
    private LedgerReader _ledgers;
    private SiteFinder _sites;
    private FileIdentity? _program;
    private int _programs;
    private ulong? _startTicks;
    private ProcessMemory? _last;

    /// <summary>Initializes a new instance of the <see cref="ProcessProbe"/> class.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="sources">Read the kernel's view.</param>
    /// <param name="cache">Where found places are kept, or null.</param>
    /// <param name="endpoint">An endpoint of the process, asked where its memory may not be read; null: none. The probe owns it.</param>
    /// <param name="clock">Stamps what is read.</param>
    /// <param name="profiles">Fetches profiles where none can be read from outside, or null.</param>
    /// <exception cref="IOException">There is no such process.</exception>
    public ProcessProbe(
        int pid, ProcessSources sources, GoLocationCache? cache, IRuntimeReader? endpoint, TimeProvider clock, EndpointProfiles? profiles = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(clock);
        _pid = pid;
        _sources = sources;
        _endpoint = endpoint;
        _profiles = profiles;
        _options = new() { Clock = clock, Cache = cache };
        _group = new(pid, sources);
        _exePath = sources.List.ExePathOf(pid);
        Attach();
    }

    /// <summary>Gets the process.</summary>
    public ObservedTarget Target { get; private set; }

    /// <summary>Gets where the figures come from, as /api/hello names them.</summary>
    public IReadOnlyList<string> Sources =>
        [.. new[] { "procfs", _connection.Get() is null ? null : "memory", _endpoint?.Name }.OfType<string>()];

    /// <summary>Gets the host's RAM, or null.</summary>
    public ByteSize? HostMemory => _sources.Processes.Host.MemTotal;

    /// <summary>Gets what is missing, each with what would allow it.</summary>
    public IReadOnlyList<string> Warnings => _warnings.Texts;

    /// <summary>Gets a value indicating whether profiles have to be fetched from an address: reading them then waits for its answer.</summary>
    public bool IsRemote => _connection.Get() is null && _profiles is not null;

    /// <summary>Gets the spans of the last ledger, or null.</summary>
    public GoSpanTable? LastSpans => _ledgers.LastSpans;

    /// <inheritdoc/>
    /// <remarks>A system call, where nothing has changed. A script that ends in exec, as containers start with, keeps its PID and
    /// its start time.</remarks>
    public int FollowExec()
    {
        if (FileIdentity.TryRead(_exePath) is not { } now || now == _program)
        {
            return _programs;
        }

        var before = _connection;
        try
        {
            Attach();
            before.Dispose();
            _programs++;
        }
        catch (IOException)
        {
            // It has ended meanwhile, which the next read of it tells.
        }

        return _programs;
    }

    /// <summary>Takes a sample: microseconds.</summary>
    /// <exception cref="TargetEndedException">The process is gone, or its PID belongs to another one now.</exception>
    public async ValueTask<Sample> ReadSampleAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var memory = _io.AddTo(ReadProcess());
        var group = Try("cgroup", () => _sources.Cgroups.ReadProcess(_pid));
        var go = _connection.Get() is not null
            ? TryRuntime("memory", _connection.ReadMemory)
            : await ReadEndpointAsync(cancellationToken).ConfigureAwait(false);
        return new() { Time = due, Process = memory, Cgroup = group, Go = go };
    }

    /// <summary>Reads the ledger of now: milliseconds, more for a large heap.</summary>
    /// <returns>Null where it could not be read this time.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public Ledger? ReadLedger(GoMemory? endpoint)
    {
        var go = _connection.Get();
        return TryRuntime("ledger", () => _ledgers.Read(go, go is null ? endpoint : null));
    }

    /// <summary>Reads the heap profile, summed up by place.</summary>
    /// <returns>Null where there is none: no right, or the program never uses heap profiling, so that the linker left it out.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public HeapSites? ReadSites() => ReadHeapProfile() is { } profile ? SitesOf(profile) : FetchHeap() is var (_, fetched) ? SitesOf(fetched) : null;

    /// <summary>Reads what the heap profiler has counted, by stack: a microsecond a stack.</summary>
    /// <returns>Null where it cannot be read from outside.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public AllocationReading? ReadAllocations() =>
        _connection.Get() is { } go && TryRuntime("allocation counts", go.ReadAllocationCounts) is { Counts.Count: > 0 } counts ? _sites.FindStacks(counts) : null;

    /// <summary>Reads the heap profile once, as the bytes of a .pb.gz file and summed up by place.</summary>
    /// <returns>Null where there is none, as for <see cref="ReadSites"/>.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public (byte[] File, HeapSites Sites)? ReadHeapProfileFile()
    {
        if (ReadHeapProfile() is not { } profile)
        {
            return FetchHeap() is var (file, fetched) ? (file.ToArray(), SitesOf(fetched)) : null;
        }

        return (Pack(_connection.Get()!, profile), SitesOf(profile));
    }

    /// <summary>Reads the goroutines' stacks, as the bytes of a .pb.gz file.</summary>
    /// <returns>Null where they cannot be read from outside.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public byte[]? ReadGoroutineProfileFile()
    {
        return _connection.Get() is { } go && TryRuntime("goroutine profile", go.ReadGoroutineProfile) is { Samples.Count: > 0 } profile
            ? Pack(go, profile)
            : null;
    }

    /// <summary>Reads the goroutines in groups.</summary>
    /// <returns>Null where they may not be read or the target is no Go program.</returns>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public GoroutineCensus? ReadGoroutines() => _connection.Get() is { } go
        ? TryRuntime("goroutines", go.ReadGoroutines)
        : _profiles is null ? null : TryFetch("goroutine profile", () => _profiles.ReadGoroutines().Census);

    /// <summary>Reads the processes of the control group that it is in.</summary>
    /// <param name="now">Stamps the reading.</param>
    /// <returns>Null where there is no group, or it cannot be read.</returns>
    public GroupCensus? ReadGroup(DateTimeOffset now) => Try("control group's processes", () => _group.Read(now));

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _endpoint?.Dispose();
    }

    [MemberNotNull(nameof(_connection), nameof(_ledgers), nameof(_sites), nameof(Target))]
    private void Attach()
    {
        var program = FileIdentity.TryRead(_exePath);
        var entry = _sources.List.Read(_pid);
        var identity = _sources.Runtimes.Detect(_pid);
        _connection = new(_pid, _options);
        if (_connection.Get() is { } go)
        {
            identity = go.Identity;
        }
        else if (_connection.Refusal is { Kind: not AttachRefusalKind.NotGo } refusal)
        {
            _warnings.Add("attach", $"{refusal.Message} {refusal.Remedy}".TrimEnd());
        }

        _program = program;
        _ledgers = new(_pid, _sources, identity is { Kind: "go" });
        _sites = new(identity?.Module);
        Target = new()
        {
            Pid = _pid,
            Name = entry.ProgramName,
            Executable = entry.Exe,
            Runtime = identity,
            StartedAt = _sources.Processes.Host.StartTime(entry.StartTicks),
            Cpus = _sources.CpusOf(_pid),
        };
    }

    private static byte[] Pack(GoProcess go, GoStackProfile profile) => ProfileEncoder.Pack(GoProfileBuilder.Build(profile, go.ReadCodeMapping()));

    private GoStackProfile? ReadHeapProfile() =>
        _connection.Get() is { } go && TryRuntime("heap profile", go.ReadHeapProfile) is { Samples.Count: > 0 } profile ? profile : null;

    private FetchedHeap? FetchHeap() => _profiles is null ? null : TryFetch("heap profile", _profiles.ReadHeap);

    private HeapSites SitesOf(GoStackProfile profile) => _sites.Find(profile);

    private ProcessMemory ReadProcess()
    {
        try
        {
            var memory = _sources.Processes.Read(_pid);
            bool isSame = _startTicks is not { } first || first == memory.StartTicks;
            if (!isSame || memory.Stat.StartsWith('Z') || memory.Stat.StartsWith('X'))
            {
                throw Ended();
            }

            _startTicks = memory.StartTicks;
            _last = memory;
            return memory;
        }
        catch (ProcessGoneException)
        {
            throw Ended();
        }
    }

    private Exception Ended() => _last is { } last
        ? new TargetEndedException($"Process {Target.Pid} ({last.Comm}) ended. RES was {last.Res}, at most {last.PeakRes}.")
        : new IOException($"Process {Target.Pid} ended. List the Go processes here with: resident ps");

    // What fails takes its figure away, never the whole; a process that is gone ends the observation.
    private T? TryRuntime<T>(string what, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (IOException problem)
        {
            _ = ReadProcess();
            Warn(what, problem);
            return null;
        }
    }

    private T? Try<T>(string what, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or MalformedInputException or UnauthorizedAccessException)
        {
            Warn(what, problem);
            return null;
        }
    }

    // An address that does not serve profiles takes the places away, and nothing else.
    private T? TryFetch<T>(string what, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or MalformedInputException or LimitExceededException)
        {
            Warn(what, problem);
            return null;
        }
    }

    private async ValueTask<GoMemory?> ReadEndpointAsync(CancellationToken cancellationToken)
    {
        if (_endpoint is null)
        {
            return null;
        }

        try
        {
            return await _endpoint.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or MalformedInputException or HttpRequestException)
        {
            Warn("endpoint", problem);
            return null;
        }
    }

    private void Warn(string what, Exception problem) => _warnings.Add(what, $"{what}: {problem.Message}");
}
