using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;
using Resident.Reporting.Verdicts;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>Says at the end of a watched program how it ended, what the last verdict was, and where its recording
/// is.</summary>
internal static class WatchEnding
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Says it on stderr: nothing of a program that ended before it was seen.</summary>
    /// <param name="ending">How it ended, in one sentence, or null where that was said.</param>
    /// <param name="recorder">Records it, or null.</param>
    /// <param name="verdicts">Knows the verdict where there is no recording, or null.</param>
    /// <param name="request">The language, and whether to keep quiet.</param>
    public static async Task TellAsync(string? ending, Recorder? recorder, StandingWatch? verdicts, PageRequest request)
    {
        if (request.IsQuiet)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience);
        var verdict = await LastAsync(recorder, verdicts, patience.Token);
        if (verdict is null)
        {
            return;
        }

        var words = VerdictWords.Of(request.Language) ?? VerdictWords.English;
        if (ending is not null)
        {
            await Console.Error.WriteLineAsync("resident: " + ending);
        }

        await Console.Error.WriteLineAsync($"resident: {Said(verdict, words)}");
        if (recorder is not null)
        {
            await Console.Error.WriteLineAsync($"resident: The recording is {recorder.Path}. See it with: resident watch {recorder.Path}");
        }
    }

    /// <summary>Says the last verdict of a recording that is complete.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="isQuiet">Whether to keep quiet.</param>
    public static async Task TellLastAsync(string file, bool isQuiet)
    {
        if (!isQuiet && Diagnose(file) is { } verdict)
        {
            await Console.Error.WriteLineAsync($"resident: {Said(verdict, VerdictWords.English)}");
            await Console.Error.WriteLineAsync($"resident: The recording is {file}. See it with: resident watch {file}");
        }
    }

    private static string Said(Verdict verdict, VerdictWords words) =>
        $"{verdict.Id}: {VerdictHeadline.Make(verdict, words).Replace("`", "", StringComparison.Ordinal)}";

    private static async Task<Verdict?> LastAsync(Recorder? recorder, StandingWatch? verdicts, CancellationToken cancellationToken)
    {
        try
        {
            if (recorder is null)
            {
                return verdicts is null ? null : await verdicts.DiagnoseSeenAsync(cancellationToken);
            }

            await recorder.FlushAsync().WaitAsync(cancellationToken);
            return await Task.Run(() => Diagnose(recorder.Path), CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or UnauthorizedAccessException or MalformedInputException)
        {
            // The recorder has told why it could not write; the end of the program is not held up for it.
            return null;
        }
    }

    private static Verdict? Diagnose(string path)
    {
        using var reader = RecordingReader.Open(path);
        return reader.Extent(RecordingLog.Samples) is null ? null : Diagnostician.Diagnose(RecordedObservation.Read(reader, size: ObservationSize.Stretch));
    }
}
