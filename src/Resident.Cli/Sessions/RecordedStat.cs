using Resident.Model;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>`resident stat` of a recording: its samples from the first to the last, none closer than the interval.</summary>
internal static class RecordedStat
{
    /// <summary>Prints a recording's samples, and closes it.</summary>
    public static async Task<int> PrintAsync(RecordingReader reader, LoopOptions options, bool json)
    {
        using var interrupts = new Interrupts();
        using var lines = new JsonLines();
        using (reader)
        {
            var table = new StatText(Console.Out, IsOfDays(reader));
            foreach (var sample in RecordedCycles.AddTo(Choose(reader, options), reader))
            {
                if (interrupts.Token.IsCancellationRequested)
                {
                    break;
                }

                if (json)
                {
                    SampleJson.WriteLine(lines.Buffer, sample);
                    lines.Send();
                }
                else
                {
                    table.Write(sample with { Time = sample.Time.ToLocalTime() });
                }
            }

            await RecordingTarget.TellWarningsAsync(reader);
            return ExitCode.Done;
        }
    }

    private static bool IsOfDays(RecordingReader reader) =>
        reader.Extent(RecordingLog.Samples) is { } extent && DayOf(extent.FromUnixMs) != DayOf(extent.ToUnixMs);

    private static DateTime DayOf(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).ToLocalTime().Date;

    private static IEnumerable<Sample> Choose(RecordingReader reader, LoopOptions options)
    {
        // Samples come a little early or late: a tenth of the interval is let through.
        var least = options.Interval * 0.9;
        DateTimeOffset? first = null;
        DateTimeOffset? last = null;
        long count = 0;
        foreach (var sample in reader.ReadSamples())
        {
            first ??= sample.Time;
            if (count >= options.Count || sample.Time - first > options.Duration)
            {
                yield break;
            }

            if (last is null || sample.Time - last >= least)
            {
                last = sample.Time;
                count++;
                yield return sample;
            }
        }
    }
}
