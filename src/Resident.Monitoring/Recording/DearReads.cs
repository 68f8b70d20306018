using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Sampling;
using Resident.Sources.GoRuntime.Executables;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Leads a timeline's steps to a recorder, and adds what costs more than a sample: ledgers and goroutines as their budget allows, heap profiles
/// and goroutines when <see cref="ProfileTrigger"/> asks for them. What an address serves is fetched beside the sampling.</summary>
public sealed class DearReads : ITimelineSink, IDisposable
{
    private const string LedgerRead = "ledger";
    private const string GoroutineRead = "goroutines";
    private const string ProfileRead = "heap profile";

    // A program that has just started has no heap profile yet; one that never has one gets its other readings all the same.
    private const int MostAttempts = 6;

    // Beyond this many goroutines, walking each stack takes longer than a sample may wait; their groups are recorded all the same.
    private const long MostStacks = 20_000;

    private readonly Recorder _recorder;
    private readonly ProcessSources _sources;
    private readonly TimeProvider _clock;
    private readonly GoLocationCache _cache = new();
    private readonly ReadBudget _ledgers;
    private readonly ReadBudget _goroutines;
    private readonly ReadBudget _profiles;
    private readonly ProfileTrigger _trigger;
    private readonly RemoteProfiles? _remote;
    private DateTimeOffset _ledgerTime;
    private DateTimeOffset _goroutineTime;
    private int _attempts;
    private ProcessProbe? _probe;
    private Sample? _last;
    private (int Pid, ulong StartTicks) _process;

    /// <summary>Initializes a new instance of the <see cref="DearReads"/> class.</summary>
    /// <param name="recorder">Takes what is read. The caller owns it.</param>
    /// <param name="sources">Read the kernel's view.</param>
    /// <param name="clock">Spaces the reads.</param>
    /// <param name="profiles">Fetches profiles from an address that the process serves, or null.</param>
    /// <param name="options">When profiles are taken, or null for the defaults.</param>
    public DearReads(
        Recorder recorder, ProcessSources sources, TimeProvider clock, EndpointProfiles? profiles = null, ProfileTriggerOptions? options = null)
    {
        _remote = profiles is null ? null : new RemoteProfiles(profiles, recorder, clock);
        _recorder = recorder;
        _sources = sources;
        _clock = clock;
        _trigger = new ProfileTrigger(options ?? new ProfileTriggerOptions(), clock);
        _ledgers = Budget(LedgerRead, 0.002, TimeSpan.FromSeconds(10));
        _goroutines = Budget(GoroutineRead, 0.001, TimeSpan.FromMinutes(1));
        _profiles = Budget(ProfileRead, 0.001, TimeSpan.FromSeconds(10));
    }

    /// <summary>Gets what is shared with a page that looks into the same process.</summary>
    public SharedReadings Shared { get; } = new();

    /// <inheritdoc/>
    public void Take(TimelineStep taken)
    {
        _recorder.Take(taken);
        if (taken.Sample is { Process: { Pid: > 0 } process } sample && TryOpen(process))
        {
            _last = sample;
            Read(sample, process);
        }
    }

    /// <inheritdoc/>
    public void ChangeTarget(long unixMs, TargetDescription target, IReadOnlyList<TimelineEvent> events) =>
        _recorder.ChangeTarget(unixMs, target, events);

    /// <summary>Reads everything once more, at the end of a recording: what a diagnosis compares with the beginning.</summary>
    public void Finish()
    {
        if (_last is not { } sample || _probe is null)
        {
            return;
        }

        try
        {
            if (_probe.ReadLedger(sample.Go) is { } ledger)
            {
                _recorder.Take(ledger);
            }

            _ = TakeProfile(sample, "end");
            _remote?.Wait();
        }
        catch (TargetEndedException)
        {
            // There is nothing left to read.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _probe?.Dispose();

    private ReadBudget Budget(string name, double share, TimeSpan least)
    {
        var budget = new ReadBudget(_clock, share, least);
        budget.Register(name);
        return budget;
    }

    private bool TryOpen(ProcessMemory process)
    {
        if (_process == (process.Pid, process.StartTicks))
        {
            _ = _probe?.FollowExec();
            return _probe is not null;
        }

        _probe?.Dispose();
        _probe = null;
        _process = (process.Pid, process.StartTicks);
        _trigger.Reset();
        _attempts = 0;
        try
        {
            _probe = new ProcessProbe(process.Pid, _sources, _cache, endpoint: null, _clock);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
        {
            // The sampler tells why the process cannot be read; here is nothing to add.
            return false;
        }
    }

    private void Read(Sample sample, ProcessMemory process)
    {
        try
        {
            if (_ledgers.IsDue(LedgerRead) && ReadLedger(sample, process) is { Ledger: var ledger })
            {
                _ledgerTime = ledger.TakenAt;
                _recorder.Take(ledger);
            }

            if (_goroutines.IsDue(GoroutineRead) && ReadGoroutines(process) is { } census)
            {
                _goroutineTime = census.TakenAt;
                _recorder.Take(sample.Run, census);
            }

            if (_remote is not null)
            {
                _trigger.NoteBytes(_remote.TakeBytes());
            }

            if (_profiles.IsDue(ProfileRead) && _trigger.Check(sample) is { } reason)
            {
                _profiles.Run(ProfileRead, () => TakeProfile(sample, reason));
            }
        }
        catch (TargetEndedException)
        {
            // The next sample tells.
        }
    }

    private LedgerReading? ReadLedger(Sample sample, ProcessMemory process) => Shared.Ledgers.Take(
        process, _ledgerTime, _ledgers, LedgerRead, () => _ledgers.Run(LedgerRead, () => LedgerReading.Of(_probe!, sample.Go)));

    private GoroutineCensus? ReadGoroutines(ProcessMemory process) => Shared.Goroutines.Take(
        process, _goroutineTime, _goroutines, GoroutineRead, () => _goroutines.Run(GoroutineRead, _probe!.ReadGoroutines));

    private bool TakeProfile(Sample sample, string reason)
    {
        var found = _probe!.ReadHeapProfileFile();
        if (found is var (file, sites))
        {
            _recorder.Take(sample.Run, _clock.GetUtcNow(), "heap", file, reason);
            _recorder.Take(new RecordedDocument(sites.TakenAt.ToUnixTimeMilliseconds(), HeapSitesDocument.Kind, HeapSitesDocument.Write(sites)));
        }

        bool isAsked = _remote?.TryBegin(sample.Run, reason, withHeap: found is null, _probe.Target.Runtime?.Module) ?? false;
        if (found is null && !isAsked && ++_attempts < MostAttempts)
        {
            return false;
        }

        if (_probe.ReadGoroutines() is { } census)
        {
            _recorder.Take(sample.Run, census);
        }

        long bytes = found?.File.Length ?? 0;
        bool isWalkable = sample.Go?.Goroutines is null or <= MostStacks;
        if (isWalkable && _probe.ReadGoroutineProfileFile() is { } stacks)
        {
            _recorder.Take(sample.Run, _clock.GetUtcNow(), "goroutine", stacks, reason);
            bytes += stacks.Length;
        }

        _attempts = 0;
        _trigger.Note(sample, bytes);
        return true;
    }
}
