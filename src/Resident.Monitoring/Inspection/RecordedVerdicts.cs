using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.Recording;
using Resident.Store;

namespace Resident.Monitoring.Inspection;

/// <summary>Says of a recording why RES was what it was. The recording is read once, when somebody asks first.</summary>
public sealed class RecordedVerdicts : IVerdictSource
{
    private readonly string _path;
    private readonly Lock _gate = new();
    private Task<Verdict?>? _verdict;

    /// <summary>Initializes a new instance of the <see cref="RecordedVerdicts"/> class.</summary>
    /// <param name="path">The recording.</param>
    public RecordedVerdicts(string path)
    {
        _path = path;
    }

    /// <inheritdoc/>
    public Task<Verdict?> DiagnoseAsync(RecordedSpan? span, CancellationToken cancellationToken)
    {
        if (span is not null)
        {
            return Task.Run(() => Diagnose(span), cancellationToken);
        }

        lock (_gate)
        {
            // A failure is not kept: the file may be readable the next time.
            if (_verdict is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _verdict = Task.Run(() => Diagnose(RecordedSpan.All), CancellationToken.None);
            }

            return _verdict.WaitAsync(cancellationToken);
        }
    }

    private Verdict? Diagnose(RecordedSpan span)
    {
        using var reader = RecordingReader.Open(_path);

        // A trace's recording has cycles and no sample of a process: of its RES there is nothing to say.
        return reader.Extent(RecordingLog.Samples) is { } extent && extent.FromUnixMs <= span.ToUnixMs && extent.ToUnixMs >= span.FromUnixMs
            ? Diagnose(reader, span)
            : null;
    }

    private static Verdict? Diagnose(RecordingReader reader, RecordedSpan span)
    {
        try
        {
            return Diagnostician.Diagnose(RecordedObservation.Read(reader, span.FromUnixMs, span.ToUnixMs));
        }
        catch (MalformedInputException) when (span != RecordedSpan.All && !reader.ReadSamples(span.FromUnixMs, span.ToUnixMs, double.MaxValue).Any())
        {
            // Nothing was seen in that stretch.
            return null;
        }
        catch (MalformedInputException) when (reader.Warnings.Count > 0)
        {
            // All of its samples are damaged; the page tells so in its warnings.
            return null;
        }
    }
}
