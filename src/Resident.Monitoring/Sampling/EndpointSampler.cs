using Resident.Model;

namespace Resident.Monitoring.Sampling;

/// <summary>Takes the samples of a service of which only an address is known: the runtime's view, and RES where its
/// /metrics tell it.</summary>
public sealed class EndpointSampler : ISampler
{
    private readonly EndpointRuntime _runtime;

    /// <summary>Initializes a new instance of the <see cref="EndpointSampler"/> class.</summary>
    /// <param name="runtime">Asks the address. The sampler owns it.</param>
    public EndpointSampler(EndpointRuntime runtime)
    {
        _runtime = runtime;
    }

    /// <summary>Gets when the process of the last sample started, seconds since 1970, or null.</summary>
    public double? StartSeconds { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        try
        {
            var reading = await _runtime.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            StartSeconds = reading.StartSeconds;
            return new Sample { Time = due, Process = reading.Process, Go = reading.Go };
        }
        catch (Exception problem) when (RuntimeChoice.IsProblem(problem))
        {
            return new Sample { Time = due, Warnings = [$"{_runtime.Name}: {problem.Message}"] };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();
}
