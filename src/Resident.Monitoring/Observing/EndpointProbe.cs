using System.Globalization;
using Resident.Analysis.Diagnosis.Sites;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Observing;

/// <summary>Looks into a service of which only an address is known: what it tells of its runtime and of RES, and the
/// profiles that it serves. There are no ledgers; they follow from the samples.</summary>
public sealed class EndpointProbe : ITargetProbe
{
    private readonly Uri _address;
    private readonly EndpointSampler _sampler;
    private readonly EndpointProfiles? _profiles;
    private readonly PrometheusRuns _runs = new();
    private readonly SiteFinder _sites = new(module: null);
    private readonly ProbeWarnings _warnings = new();
    private string? _version;
    private bool _hasProfiles = true;

    /// <summary>Initializes a new instance of the <see cref="EndpointProbe"/> class.</summary>
    /// <param name="address">The address.</param>
    /// <param name="runtime">Asks it. The probe owns it.</param>
    /// <param name="profiles">Fetches its profiles, or null.</param>
    public EndpointProbe(Uri address, EndpointRuntime runtime, EndpointProfiles? profiles)
    {
        _address = address;
        _sampler = new(runtime);
        _profiles = profiles;
    }

    /// <inheritdoc/>
    public ObservedTarget Target => new()
    {
        Name = _address.ToString().TrimEnd('/'),
        Runtime = new("go", _version, Module: null, "endpoint"),
        StartedAt = _runs.Starts is [.., var start] ? start : null,
        IsAddress = true,
    };

    /// <inheritdoc/>
    public ByteSize? HostMemory => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => [.. _warnings.Texts, .. _runs.Warnings];

    /// <inheritdoc/>
    public GoSpanTable? LastSpans => null;

    /// <inheritdoc/>
    public async ValueTask<Sample> ReadSampleAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        var sample = await _sampler.ReadAsync(due, cancellationToken).ConfigureAwait(false);
        foreach (string warning in sample.Warnings)
        {
            _warnings.Add("address", warning);
        }

        if (sample.Go is null)
        {
            return sample;
        }

        _version = sample.Go.Version ?? _version;
        var taken = _runs.Take(sample, _sampler.StartSeconds);
        return taken.Run == 0
            ? taken
            : throw new TargetEndedException(string.Create(CultureInfo.InvariantCulture, $"The service at {_address} was started again at {due:HH:mm:ss}Z. What was seen before is told."));
    }

    /// <inheritdoc/>
    public Ledger? ReadLedger(GoMemory? endpoint) => null;

    /// <inheritdoc/>
    public HeapSites? ReadSites() => Fetch("heap profile", profiles => profiles.ReadHeap()) is { } heap ? _sites.Find(heap.Profile) : null;

    /// <inheritdoc/>
    public AllocationReading? ReadAllocations() => null;

    /// <inheritdoc/>
    public GoroutineCensus? ReadGoroutines() => Fetch("goroutine profile", static profiles => profiles.ReadGoroutines().Census);

    /// <inheritdoc/>
    public GroupCensus? ReadGroup(DateTimeOffset now) => null;

    /// <inheritdoc/>
    public void Dispose() => _sampler.Dispose();

    // Where it serves no profiles, it is not asked for them again and again.
    private T? Fetch<T>(string what, Func<EndpointProfiles, T?> read)
        where T : class
    {
        if (_profiles is null || !_hasProfiles)
        {
            return null;
        }

        try
        {
            return read(_profiles);
        }
        catch (Exception problem) when (RuntimeChoice.IsProblem(problem))
        {
            _hasProfiles = false;
            _warnings.Add(what, $"{what}: {problem.Message}");
            return null;
        }
    }
}
