using Resident.Cli.Run;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;
using Resident.Sources.Procfs;

namespace Resident.Cli.Sessions;

/// <summary>Samples the Go program in a family of processes: what was started may be a shell, `go run` or `go test`, and the
/// program that matters its grandchild. The largest Go process that is not the go tool is it; it is looked for anew every
/// few samples, and whenever the one that was watched ends.</summary>
internal sealed class FamilyWatch
{
    private const int SamplesBetweenLooks = 5;

    private readonly int _root;
    private readonly TracedProcess _traced;
    private readonly ProcessSources _sources;
    private readonly RuntimeReaders _runtimes;
    private readonly TimeProvider _clock;

    public FamilyWatch(int root, ProcessSources sources, RuntimeReaders runtimes, TimeProvider clock)
    {
        _root = root;
        _traced = new TracedProcess(root, pid => sources.Runtimes.Detect(pid) is { Kind: "go" });
        _sources = sources;
        _runtimes = runtimes;
        _clock = clock;
    }

    /// <summary>Tells of each process that is chosen.</summary>
    public required Action<TargetDescription> Opened { get; init; }

    /// <summary>Makes the loop that samples the family.</summary>
    public SamplingLoop CreateLoop(LoopOptions options) => new(_clock, options, OpenAsync) { AwaitsRestart = true };

    private ValueTask<ISampler?> OpenAsync(int run, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // the loop owns it
        var sampler = new FamilySampler(this);
#pragma warning restore CA2000
        if (sampler.Choose())
        {
            return new(sampler);
        }

        sampler.Dispose();
        return default;
    }

    // The Go program; where none runs, the command itself, unless it is a shell or a tool with others below it: then the
    // program is yet to come.
    private int? Choose() =>
        _traced.Choose() ?? (ProcessTree.Descendants(_root).Count == 0 && IsAliveAndNoGoTool() ? _root : null);

    private bool IsAliveAndNoGoTool() =>
        _sources.List.TryRead(_root, out var entry) && (entry!.Exe is not { } exe || !TracedProcess.IsGoTool(exe));

    private sealed class FamilySampler(FamilyWatch family) : ISampler
    {
        private ProcessSampler? _current;
        private (int Pid, string? Program) _watched;
        private int _samples;

        public bool Choose()
        {
            if (family.Choose() is not { } pid)
            {
                return _current is not null;
            }

            // A shell that execs the program keeps its PID: it is another target all the same.
            (int Pid, string? Program) chosen = (pid, family._sources.List.TryRead(pid, out var entry) ? entry!.Exe : null);
            if (_current is null || chosen != _watched)
            {
                try
                {
                    var runtimes = family._runtimes.Open(pid);
                    family.Opened(ProcessDescriber.Describe(family._sources, pid, runtimes));
                    _current?.Dispose();
                    _current = new ProcessSampler(pid, family._sources, runtimes, new ReadBudget(family._clock, share: 0.001))
                    {
                        StandingWarnings = family._runtimes.Refusals,
                    };
                    _watched = chosen;
                }
                catch (ProcessGoneException)
                {
                    return _current is not null;
                }
            }

            return true;
        }

        public async ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken)
        {
            if (++_samples % SamplesBetweenLooks == 0)
            {
                _ = Choose();
            }

            return await _current!.ReadAsync(due, cancellationToken);
        }

        public void Dispose() => _current?.Dispose();
    }
}
