using Resident.Model;
using Resident.Sources.Endpoints;

namespace Resident.Monitoring.Sampling;

/// <summary>Asks a service for its runtime's view at the address that it serves: /metrics, /debug/vars or /debug/pprof/heap,
/// whichever there is. Looks for them anew after a failure, since a restarted service may serve others.</summary>
public sealed class EndpointRuntime : IRuntimeReader
{
    private readonly EndpointReader _reader;
    private readonly Uri _address;
    private EndpointSet? _found;

    /// <summary>Initializes a new instance of the <see cref="EndpointRuntime"/> class.</summary>
    /// <param name="reader">Asks.</param>
    /// <param name="address">Where the service is, as in "http://localhost:6060".</param>
    public EndpointRuntime(EndpointReader reader, Uri address)
    {
        _reader = reader;
        _address = address;
    }

    /// <inheritdoc/>
    public string Name => _address.ToString();

    /// <inheritdoc/>
    public async ValueTask<GoMemory> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _found ??= await _reader.FindAsync(_address, cancellationToken).ConfigureAwait(false);
            return await _reader.ReadAsync(_found, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            _found = null;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reader's HTTP client belongs to whoever made it.
    }
}
