using Resident.Model;

namespace Resident.Monitoring.Sampling;

/// <summary>Takes the samples of one target.</summary>
public interface ISampler : IDisposable
{
    /// <summary>Takes one sample.</summary>
    /// <param name="due">When it was due.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetEndedException">The process is gone, or its PID belongs to another one now.</exception>
    ValueTask<Sample> ReadAsync(DateTimeOffset due, CancellationToken cancellationToken);
}
