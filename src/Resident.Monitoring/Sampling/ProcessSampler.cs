using Resident.Model;
using Resident.Monitoring.History;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Sampling;

/// <summary>Takes the samples of one process: the kernel's view each time, smaps_rollup when its budget allows, its control
/// group, and the runtime's view from the first source that answers.</summary>
public sealed class ProcessSampler : ISampler
{
    private const string RollupRead = "smaps_rollup";

    private readonly int _pid;
    private readonly ProcessSources _sources;
    private readonly IReadOnlyList<IRuntimeReader> _runtimes;
    private readonly ReadBudget _budget;
    private readonly HashSet<string> _denied = new(StringComparer.Ordinal);
    private ulong? _startTicks;
    private SmapsRollup? _rollup;
    private ProcessMemory? _lastMemory;
    private string? _groupPath;
    private long? _oomKills;

    /// <summary>Initializes a new instance of the <see cref="ProcessSampler"/> class.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="sources">Read the kernel's view.</param>
    /// <param name="runtimes">Ways to ask the runtime, best first. The sampler owns them.</param>
    /// <param name="budget">Spaces the dear reads.</param>
    public ProcessSampler(int pid, ProcessSources sources, IReadOnlyList<IRuntimeReader> runtimes, ReadBudget budget)
    {
        _pid = pid;
        _sources = sources;
        _runtimes = runtimes;
        _budget = budget;
        _budget.Register(RollupRead);
    }

    /// <summary>Gets what is missing from every sample, each with what would allow it.</summary>
    public IReadOnlyList<string> StandingWarnings { get; init; } = [];

    /// <inheritdoc/>
    public async ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var warnings = new List<string>(StandingWarnings);
        var memory = ReadMemory();
        var group = ReadGroup(warnings);
        memory = WithRollup(memory, warnings);
        warnings.AddRange(memory.Warnings);
        var runtime = await RuntimeChoice.ReadFirstAsync(_runtimes, warnings, cancellationToken).ConfigureAwait(false);
        return new Sample { Time = due, Process = memory, Cgroup = group, Go = runtime, Warnings = warnings };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var runtime in _runtimes)
        {
            runtime.Dispose();
        }
    }

    private static long? OomKillsOf(CgroupMemory? group) =>
        group is not null && group.Events.TryGetValue("oom_kill", out long kills) ? kills : null;

    private ProcessMemory ReadMemory()
    {
        ProcessMemory memory;
        try
        {
            memory = _sources.Processes.Read(_pid);
        }
        catch (ProcessGoneException)
        {
            throw Ended("");
        }

        if (memory.Stat.StartsWith('Z') || memory.Stat.StartsWith('X'))
        {
            throw Ended(" It has ended, and its parent has not asked for its exit status yet.");
        }

        if (_startTicks is { } first && first != memory.StartTicks)
        {
            throw Ended(" Another process has its PID now.");
        }

        _startTicks = memory.StartTicks;
        _lastMemory = memory;
        return memory;
    }

    private TargetEndedException Ended(string detail)
    {
        string who = $"Process {_pid.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        if (_lastMemory is not { } last)
        {
            throw new IOException($"{who}: There is no such process. List the Go processes here with: resident ps");
        }

        bool isOom = HasNewOomKill();
        string text = isOom
            ? $"{who} ({last.Comm}) was killed for lack of memory: its control group counted an OOM kill. RES was {last.Res}, at most {last.PeakRes}."
            : $"{who} ({last.Comm}) ended. RES was {last.Res}, at most {last.PeakRes}.{detail}";
        return new TargetEndedException(text)
        {
            IsOutOfMemory = isOom,
            Words = new Wording(
                isOom ? "oom" : "ended",
                new WordingFigure("pid", _pid),
                new WordingFigure("name", null, last.Comm),
                new WordingFigure("res", last.Res.Bytes),
                new WordingFigure("peak", last.PeakRes.Bytes)),
        };
    }

    private CgroupMemory? ReadGroup(List<string> warnings)
    {
        try
        {
            var group = _sources.Cgroups.ReadProcess(_pid);
            _groupPath = group?.Path ?? _groupPath;
            _oomKills = OomKillsOf(group) ?? _oomKills;
            return group;
        }
        catch (Exception problem) when (problem is MalformedInputException or IOException or UnauthorizedAccessException)
        {
            warnings.Add(problem.Message);
            return null;
        }
    }

    private bool HasNewOomKill()
    {
        try
        {
            return _groupPath is not null && OomKillsOf(_sources.Cgroups.ReadGroup(_groupPath)) > _oomKills;
        }
        catch (Exception problem) when (problem is MalformedInputException or IOException or UnauthorizedAccessException)
        {
            // The group went with its last process, as a container's does: then nobody can tell any more.
            return false;
        }
    }

    private ProcessMemory WithRollup(ProcessMemory memory, List<string> warnings)
    {
        if (_denied.Contains(RollupRead) || !_budget.IsDue(RollupRead) || memory.Res == default)
        {
            return memory with { Rollup = _rollup };
        }

        try
        {
            _rollup = _budget.Run(RollupRead, () => _sources.Smaps.ReadRollup(_pid));
            return ResidentCheck.Apply(memory, _rollup, _sources.Processes.Read(_pid, countOpenFiles: false));
        }
        catch (ProcessGoneException)
        {
            // It ended between two reads; the next sample tells.
        }
        catch (UnauthorizedAccessException denied)
        {
            _ = _denied.Add(RollupRead);
            warnings.Add(denied.Message);
        }

        return memory with { Rollup = _rollup };
    }
}
