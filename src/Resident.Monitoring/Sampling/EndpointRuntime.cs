using System.Globalization;
using Resident.Model;
using Resident.Sources.Endpoints;

namespace Resident.Monitoring.Sampling;

/// <summary>Asks a service for its runtime's view at the address that it serves: /metrics, /debug/vars or
/// /debug/pprof/heap, whichever there is. Looks for them again after a failure, since a restarted service may serve
/// others. One question is under way at a time, and a slow answer does not hold up whoever has other figures to
/// read.</summary>
public sealed class EndpointRuntime : IRuntimeReader
{
    private readonly EndpointReader _reader;
    private readonly Uri _address;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _wait;
    private readonly CancellationTokenSource _end = new();
    private EndpointSet? _found;
    private Task<EndpointReading>? _asked;
    private long _askedAt;

    /// <summary>Initializes a new instance of the <see cref="EndpointRuntime"/> class.</summary>
    /// <param name="reader">Asks.</param>
    /// <param name="address">Where the service is, as in "http://localhost:6060".</param>
    /// <param name="clock">Counts the wait.</param>
    /// <param name="wait">How long one call waits for an answer, which a later call may take; infinite for as long as
    /// the reader's timeout.</param>
    public EndpointRuntime(EndpointReader reader, Uri address, TimeProvider clock, TimeSpan wait)
    {
        _reader = reader;
        _address = address;
        _clock = clock;
        _wait = wait;
    }

    /// <inheritdoc/>
    public string Name => _address.ToString();

    /// <inheritdoc/>
    public async ValueTask<GoMemory> ReadAsync(CancellationToken cancellationToken) => (await ReadAllAsync(cancellationToken).ConfigureAwait(false)).Go;

    /// <summary>Asks for all that it tells: RES, too, where /metrics has it.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async ValueTask<EndpointReading> ReadAllAsync(CancellationToken cancellationToken)
    {
        bool isLate = _asked is not null;
        if (!isLate)
        {
            _askedAt = _clock.GetTimestamp();
        }

        var asked = _asked ??= AskAsync();
        try
        {
            // Who has waited once for this answer does not wait for it again.
            var reading = await asked.WaitAsync(isLate ? TimeSpan.Zero : _wait, _clock, cancellationToken).ConfigureAwait(false);
            _asked = null;
            return reading;
        }
        catch (TimeoutException exception) when (!asked.IsCompleted)
        {
            double seconds = _clock.GetElapsedTime(_askedAt).TotalSeconds;
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"It has not answered for {seconds:0.0} s."), exception);
        }
        catch (Exception) when (asked.IsCompleted)
        {
            _asked = null;
            _found = null;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reader's HTTP client belongs to whoever made it.
        _end.Cancel();
        _end.Dispose();
    }

    private async Task<EndpointReading> AskAsync()
    {
        _found ??= await _reader.FindAsync(_address, _end.Token).ConfigureAwait(false);
        return await _reader.ReadAsync(_found, _end.Token).ConfigureAwait(false);
    }
}
