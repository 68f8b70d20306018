using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>Opens a target for sampling, and again each time that another process takes its place.</summary>
internal sealed class TargetWatch
{
    private readonly ProcessSources _sources;
    private readonly TargetText _target;
    private readonly TimeProvider _clock;
    private readonly RuntimeReaders _runtimes;

    public TargetWatch(ProcessSources sources, TargetText target, RuntimeReaders runtimes, TimeProvider clock)
    {
        _sources = sources;
        _target = target;
        _runtimes = runtimes;
        _clock = clock;
    }

    /// <summary>Tells of each process that is opened.</summary>
    public Action<TargetDescription>? Opened { get; init; }

    /// <summary>Makes the loop that samples the target.</summary>
    public SamplingLoop CreateLoop(LoopOptions options) =>
        new(_clock, options, OpenAsync) { AwaitsRestart = _target.IsByName };

    private async ValueTask<ISampler?> OpenAsync(int run, CancellationToken cancellationToken)
    {
        if (_target.Address is not null)
        {
            var remote = await _runtimes.OpenAddressAsync(cancellationToken);
            Opened?.Invoke(new TargetDescription
            {
                Name = _target.Address.Authority,
                Runtime = new("go", null, null, "endpoint"),
                Sources = [remote.Name],
            });
            return new EndpointSampler(remote);
        }

        int? pid = run == 0 ? _target.Pid : _target.FindAgain(_sources);
        if (pid is not { } found)
        {
            return null;
        }

        var runtimes = _runtimes.Open(found);
        Opened?.Invoke(ProcessDescriber.Describe(_sources, found, runtimes));
        return new ProcessSampler(found, _sources, runtimes, new ReadBudget(_clock, share: 0.001)) { StandingWarnings = _runtimes.Refusals };
    }
}
