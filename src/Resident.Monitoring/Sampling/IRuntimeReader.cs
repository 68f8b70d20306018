using Resident.Model;

namespace Resident.Monitoring.Sampling;

/// <summary>A way to ask one process for its runtime's view: its memory read from outside, or an endpoint that it serves.</summary>
public interface IRuntimeReader : IDisposable
{
    /// <summary>Gets the name of the source: "memory", "expvar", "metrics" or "pprof".</summary>
    string Name { get; }

    /// <summary>Reads the runtime's view.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The target is gone or refuses.</exception>
    /// <exception cref="MalformedInputException">What was read makes no sense.</exception>
    /// <exception cref="HttpRequestException">The endpoint did not answer.</exception>
    /// <exception cref="LimitExceededException">What was read is too large, or came too slowly.</exception>
    ValueTask<GoMemory> ReadAsync(CancellationToken cancellationToken);
}
