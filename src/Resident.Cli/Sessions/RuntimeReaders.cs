using Resident.Model;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Sampling;
using Resident.Sources.Endpoints;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Cli.Sessions;

/// <summary>Opens the ways to a target's runtime.</summary>
internal sealed class RuntimeReaders : IDisposable
{
    // A sample of a process comes each second, whatever its endpoint does.
    private static readonly TimeSpan BesideProcess = TimeSpan.FromMilliseconds(500);

    private readonly Uri? _endpoint;
    private readonly TimeProvider _clock;
    private readonly HttpClient? _client;

    public RuntimeReaders(Uri? endpoint, TimeProvider clock)
    {
        _endpoint = endpoint;
        _clock = clock;
        _client = endpoint is null ? null : EndpointClient.Create();
    }

    /// <summary>Gets why the runtime of the last process that was opened cannot be read from outside, and what would allow it; empty
    /// where it can, or where it is no Go program.</summary>
    public IReadOnlyList<string> Refusals { get; private set; } = [];

    /// <summary>Gets the address, or null where none was given.</summary>
    public Uri? Address => _endpoint;

    /// <summary>Gets what fetches profiles from the address, or null where none was given.</summary>
    public EndpointProfiles? Profiles => _client is null ? null : new EndpointProfiles(new EndpointProfileReader(_client, _endpoint!, _clock), _clock);

    /// <summary>Gets a reader of the runtime at the address, or null where none was given. It has asked nothing yet,
    /// and ends with this object. What else there is to read does not wait for it.</summary>
    public EndpointRuntime? Endpoint => Make(BesideProcess);

    /// <summary>Opens what there is for a process, best first.</summary>
    public IReadOnlyList<IRuntimeReader> Open(int pid)
    {
        var readers = new List<IRuntimeReader>();
        Refusals = [];
        if (MemoryRuntime.TryOpen(pid, _clock, UserCache.Locations, out var refusal) is { } memory)
        {
            readers.Add(memory);
        }
        else if (refusal is { Kind: not AttachRefusalKind.NotGo })
        {
            Refusals = [$"{refusal.Message} {refusal.Remedy}".TrimEnd()];
        }

        if (Endpoint is { } endpoint)
        {
            readers.Add(endpoint);
        }

        return readers;
    }

    /// <summary>Opens the address alone: there is nothing else to show, and what is wrong with it ends the
    /// command.</summary>
    /// <exception cref="HttpRequestException">Nothing that it serves tells of memory.</exception>
    public async ValueTask<EndpointRuntime> OpenAddressAsync(CancellationToken cancellationToken)
    {
        var endpoint = Make(Timeout.InfiniteTimeSpan)!;
        _ = await endpoint.ReadAsync(cancellationToken);
        return endpoint;
    }

    /// <summary>Asks an address once, so that what is wrong with it is told before a page is opened or a recording
    /// made.</summary>
    /// <param name="target">The target; nothing is asked where it is a process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">Nothing that the address serves tells of memory.</exception>
    public async ValueTask CheckAsync(TargetText target, CancellationToken cancellationToken)
    {
        if (target.Pid is null && Endpoint is { } endpoint)
        {
            _ = await endpoint.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Reads a process's runtime once.</summary>
    /// <returns>Null where there is no way to it, or it did not answer.</returns>
    public async ValueTask<GoMemory?> ReadOnceAsync(int pid, RuntimeIdentity runtime)
    {
        if (runtime.Kind is not "go")
        {
            return null;
        }

        var readers = Open(pid);
        try
        {
            return await RuntimeChoice.ReadFirstAsync(readers, [], CancellationToken.None);
        }
        finally
        {
            foreach (var reader in readers)
            {
                reader.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    private EndpointRuntime? Make(TimeSpan wait) => _client is null ? null : new EndpointRuntime(new EndpointReader(_client, _clock), _endpoint!, _clock, wait);
}
