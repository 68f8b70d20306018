using Resident.Model;

namespace Resident.Monitoring.Sampling;

/// <summary>Takes the samples of a service of which only an address is known: the runtime's view alone.</summary>
public sealed class EndpointSampler : ISampler
{
    private readonly IReadOnlyList<IRuntimeReader> _runtimes;

    /// <summary>Initializes a new instance of the <see cref="EndpointSampler"/> class.</summary>
    /// <param name="runtimes">Ways to ask the runtime, best first. The sampler owns them.</param>
    public EndpointSampler(IReadOnlyList<IRuntimeReader> runtimes)
    {
        _runtimes = runtimes;
    }

    /// <inheritdoc/>
    public async ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var go = await RuntimeChoice.ReadFirstAsync(_runtimes, warnings, cancellationToken).ConfigureAwait(false);
        return new Sample { Time = due, Go = go, Warnings = warnings };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var runtime in _runtimes)
        {
            runtime.Dispose();
        }
    }
}
