using Resident.Monitoring.Prometheus;
using Resident.Store;

namespace Resident.Cli.Prometheus;

/// <summary>What a server kept of a process, as the beginning of its recording.</summary>
internal static class RecordedPast
{
    /// <summary>Writes it, where the recording has nothing yet: the recording goes on with the same run.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="name">What is recorded.</param>
    /// <param name="interval">The time between the samples that follow.</param>
    /// <param name="pid">The process.</param>
    /// <param name="history">The samples of this process, or null: there is nothing to write.</param>
    public static void Begin(string file, string name, TimeSpan interval, int? pid, PrometheusHistory? history)
    {
        if (history is null)
        {
            return;
        }

        using var writer = RecordingWriter.Open(file, new RecordingOptions { Name = name, Interval = interval, Tool = "resident " + Product.Version });
        if (writer.LastUnixMs is not null)
        {
            Console.Error.WriteLine($"resident: --history: {file} has samples already, so the server's history is not put before them.");
            return;
        }

        var first = history.Samples[0];
        PrometheusRecording.Write(writer, history, new RecordedRun
        {
            Number = 0,
            FromUnixMs = first.Time.ToUnixTimeMilliseconds(),
            Name = name,
            Pid = pid,
            StartedAt = history.Starts[0],
            Sources = [PrometheusRecording.Source],
        });
    }
}
