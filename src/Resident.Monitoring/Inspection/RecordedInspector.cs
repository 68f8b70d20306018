using Resident.Model;
using Resident.Store;

namespace Resident.Monitoring.Inspection;

/// <summary>Shows of a recording the goroutines that were seen last. Heap maps are not recorded.</summary>
public sealed class RecordedInspector : IInspector
{
    private readonly string _path;

    /// <summary>Initializes a new instance of the <see cref="RecordedInspector"/> class.</summary>
    /// <param name="path">The recording.</param>
    public RecordedInspector(string path)
    {
        _path = path;
    }

    /// <inheritdoc/>
    public Task<Inspected<GoPageMap>> ReadPageMapAsync(CancellationToken cancellationToken) =>
        throw new InspectionRefusedException(InspectionRefusal.NoProcess, "A recording has no map of the heap.", "");

    /// <inheritdoc/>
    public Task<Inspected<GoroutineCensus>> ReadGoroutinesAsync(CancellationToken cancellationToken)
    {
        using var reader = RecordingReader.Open(_path);
        var found = reader.Census(long.MaxValue)
            ?? throw new InspectionRefusedException(InspectionRefusal.NoProcess, "The recording has no goroutines.", "");
        return Task.FromResult(new Inspected<GoroutineCensus>(found.Census, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));
    }
}
