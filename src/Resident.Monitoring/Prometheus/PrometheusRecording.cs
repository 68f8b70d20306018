using System.Globalization;
using Resident.Model;
using Resident.Store;

namespace Resident.Monitoring.Prometheus;

/// <summary>Makes a recording of what a Prometheus server kept.</summary>
public static class PrometheusRecording
{
    /// <summary>What <see cref="RecordedRun.Sources"/> says of such a run.</summary>
    public const string Source = "prometheus";

    private const int StepsAtOnce = 900;

    /// <summary>Writes it.</summary>
    /// <param name="writer">The recording. The caller owns it.</param>
    /// <param name="history">What is written.</param>
    /// <param name="known">What is known of the process of the last run beside, or null: it is here, and goes
    /// on.</param>
    /// <exception cref="RecordingFullException">There is no room.</exception>
    public static void Write(RecordingWriter writer, PrometheusHistory history, RecordedRun? known = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(history);
        var steps = new List<RecordedStep>(StepsAtOnce);
        int run = -1;
        foreach (var sample in history.Samples)
        {
            long time = sample.Time.ToUnixTimeMilliseconds();
            bool isNew = sample.Run != run;
            steps.Add(new RecordedStep
            {
                UnixMs = time,
                Sample = sample,
                Run = isNew ? RunOf(history, sample, time, known) : null,
                Events = isNew && run >= 0 ? [new RecordedEvent(time, "restart", string.Create(CultureInfo.InvariantCulture, $"Restarted: run {sample.Run + 1}."))] : [],
            });
            run = sample.Run;
            if (steps.Count == StepsAtOnce)
            {
                writer.Append(steps);
                steps.Clear();
            }
        }

        writer.Append(steps);
    }

    private static RecordedRun RunOf(PrometheusHistory history, Sample sample, long time, RecordedRun? known) => new()
    {
        Number = sample.Run,
        FromUnixMs = time,
        Name = known?.Name ?? history.Target.Name,
        Pid = known?.Pid,
        Executable = known?.Executable,
        Runtime = known?.Runtime ?? (sample.Go is { } go ? new RuntimeIdentity("go", go.Version, null, Source) : null),
        StartedAt = known?.StartedAt ?? history.Starts[sample.Run],
        Sources = [Source],
    };
}
