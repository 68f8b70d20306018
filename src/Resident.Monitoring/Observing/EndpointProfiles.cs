using Resident.Model;
using Resident.Sources.Endpoints;

namespace Resident.Monitoring.Observing;

/// <summary>Fetches what a process cannot be asked for from outside: heap and goroutine profiles, where it serves them. Waits for each answer, so it
/// is not for threads that must not. Safe for several threads.</summary>
public sealed class EndpointProfiles
{
    private readonly EndpointProfileReader _reader;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="EndpointProfiles"/> class.</summary>
    /// <param name="reader">Fetches.</param>
    /// <param name="clock">Stamps what is read.</param>
    public EndpointProfiles(EndpointProfileReader reader, TimeProvider clock)
    {
        _reader = reader;
        _clock = clock;
    }

    /// <summary>Fetches the heap profile.</summary>
    /// <returns>Null where the profile does not tell what is in use.</returns>
    /// <exception cref="HttpRequestException">The address cannot be reached, or does not serve it.</exception>
    /// <exception cref="MalformedInputException">The answer is no profile.</exception>
    /// <exception cref="LimitExceededException">It is too large, or did not come in 10 s.</exception>
    public FetchedHeap? ReadHeap()
    {
        var (file, profile) = _reader.Read("heap");
        return EndpointStacks.HeapOf(profile, _clock.GetUtcNow()) is { } heap ? new FetchedHeap(file, heap) : null;
    }

    /// <summary>Fetches the goroutines: the file, and their groups.</summary>
    /// <exception cref="HttpRequestException">The address cannot be reached, or does not serve it.</exception>
    /// <exception cref="MalformedInputException">The answer is no profile.</exception>
    /// <exception cref="LimitExceededException">It is too large, or did not come in 10 s.</exception>
    public (byte[] File, GoroutineCensus Census) ReadGoroutines()
    {
        var (file, profile) = _reader.Read("goroutine");
        return (file, EndpointStacks.GoroutinesOf(profile, _clock.GetUtcNow()));
    }
}
