using Resident.Monitoring.History;
using Resident.Monitoring.Recording;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>TARGET where it is a recording.</summary>
internal static class RecordingTarget
{
    /// <summary>Opens a recording, where the word is the path of one.</summary>
    /// <returns>Null where it is something else: a PID, a name, an address.</returns>
    /// <exception cref="IOException">It is a recording of a newer format, or cannot be opened.</exception>
    public static RecordingReader? TryOpen(string text) => TargetFile.IsRecording(text) ? RecordingReader.Open(text) : null;

    /// <summary>Opens a recording.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be opened.</exception>
    /// <exception cref="Model.MalformedInputException">It is no recording.</exception>
    public static RecordingReader Open(string path) => RecordingReader.Open(path);

    /// <summary>Serves the page of a recording until Ctrl-C.</summary>
    public static async Task<int> ShowPageAsync(RecordingReader reader, PageRequest request)
    {
        using var interrupts = new Interrupts();
        using var timeline = new RecordedTimeline(reader);
        await TellWarningsAsync(reader);
        if (!request.IsWanted)
        {
            throw new WrongRequestException("--no-page: A recording is there to be shown. Print it with: resident stat " + reader.Path);
        }

        await using var page = await Page.StartAsync(timeline, request, interrupts.Token);

        await OpenPage.StayOpenAsync(request, interrupts.Token);
        return ExitCode.Done;
    }

    /// <summary>Works out which stretch of a recording is asked for.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="window">The stretch; relative times count from the recording's end.</param>
    /// <param name="length">How much of its end, or of the stretch; null: all.</param>
    /// <exception cref="WrongRequestException">The stretch makes no sense, or the recording has nothing in
    /// it.</exception>
    public static RecordedSpan Resolve(RecordingReader reader, AskedWindow window, TimeSpan? length)
    {
        if (reader.Extent(RecordingLog.Samples) is not { } extent)
        {
            return RecordedSpan.All;
        }

        var span = window.Resolve(DateTimeOffset.FromUnixTimeMilliseconds(extent.ToUnixMs), length);
        if (window.IsGiven && !reader.ReadSamples(span.FromUnixMs, span.ToUnixMs, double.MaxValue).Any())
        {
            string from = AskedWindow.Tell(DateTimeOffset.FromUnixTimeMilliseconds(extent.FromUnixMs));
            string to = AskedWindow.Tell(DateTimeOffset.FromUnixTimeMilliseconds(extent.ToUnixMs));
            throw new WrongRequestException($"--from, --to: {reader.Path} has samples from {from} to {to}, and none in the time that was asked for.");
        }

        return span;
    }

    /// <summary>Says what of a recording is damaged.</summary>
    public static async Task TellWarningsAsync(RecordingReader reader)
    {
        foreach (string warning in reader.Warnings)
        {
            await Console.Error.WriteLineAsync("resident: " + warning);
        }
    }
}
