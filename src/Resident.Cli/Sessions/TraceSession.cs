using System.Globalization;
using Resident.Analysis.GcTrace;
using Resident.Cli.CommandLine;
using Resident.Model;
using Resident.Monitoring.Feeds;
using Resident.Monitoring.History;
using Resident.Reporting.Trace;
using Resident.Sources.Binary;
using Resident.Sources.Detection;
using Resident.Sources.GoTrace;

namespace Resident.Cli.Sessions;

/// <summary>Reads a trace to its end, or for as long as it grows, and shows it in one of three ways.</summary>
internal static class TraceSession
{
    /// <summary>Prints each cycle and scavenger line as a JSON document.</summary>
    public static async Task<int> PrintJsonAsync(TraceRequest request)
    {
        RequireTrace(request);
        using var interrupts = new Interrupts();
        using var lines = new JsonLines();
        var sums = new GcTraceAccumulator();
        var splitter = new TraceSplitter((in TraceLine line) =>
        {
            if (line.IsGcCycle)
            {
                var cycle = line.ToGcCycle();
                sums.Add(cycle);
                TraceJson.Write(lines.Buffer, cycle);
            }
            else if (line.IsScavenge)
            {
                TraceJson.Write(lines.Buffer, line.ToScavengeEvent());
            }
        });
        await ReadAsync(request, splitter, Send, interrupts.Token);
        RequireCycles(request, splitter);
        foreach (var process in sums.Processes())
        {
            TraceVerdictText.WriteJson(lines.Buffer, process, TextOutput.WordsOf(request.Page.Language));
        }

        await Send(CancellationToken.None);
        return ExitCode.Done;

        ValueTask Send(CancellationToken cancellationToken)
        {
            if (lines.Pending > 0)
            {
                lines.Send();
            }

            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Prints what the whole trace tells.</summary>
    public static async Task<int> PrintSummaryAsync(TraceRequest request)
    {
        RequireTrace(request);
        using var interrupts = new Interrupts();
        var sums = new GcTraceAccumulator();
        var splitter = new TraceSplitter((in TraceLine line) =>
        {
            if (line.IsGcCycle)
            {
                sums.Add(line.ToGcCycle());
            }
            else if (line.IsScavenge)
            {
                sums.Add(line.ToScavengeEvent());
            }
        });
        await ReadAsync(request, splitter, static _ => ValueTask.CompletedTask, interrupts.Token);
        RequireCycles(request, splitter);
        var others = Enum.GetValues<TraceKind>()
            .Where(static kind => kind is not (TraceKind.Gc or TraceKind.GcOld or TraceKind.Scav or TraceKind.Scvg))
            .ToDictionary(static kind => kind.ToString(), splitter.CountOf, StringComparer.Ordinal);
        TraceText.Write(Console.Out, sums.Processes(), sums.Scavengers(), others, splitter.Counts.IncompleteLines, TextOutput.WordsOf(request.Page.Language));
        return ExitCode.Done;
    }

    /// <summary>Serves the page, during the reading and after it.</summary>
    public static async Task<int> ShowPageAsync(TraceRequest request)
    {
        RequireTrace(request);
        using var interrupts = new Interrupts();
        var clock = TimeProvider.System;
        var timeline = new Timeline(new TargetDescription { Name = request.Name }, clock);
        var feed = new TraceFeed(timeline, clock, isLive: false);
        using var passed = new JsonLines();
        bool passes = request.IsStandardInput && !request.Page.IsQuiet;
        var sums = new TraceSums();
        var splitter = new TraceSplitter(Take, passes ? passed.Buffer : null);
        await using var page = await Page.StartAsync(timeline, request.Page with { TraceSummaries = sums.Summarize }, interrupts.Token);
        await ReadAsync(request, splitter, Show, interrupts.Token);

        var counts = splitter.Counts;
        string ending = counts.GcCycles == 0
            ? "The input ended without a GC line. Was the program started with GODEBUG=gctrace=1?"
            : "The input ended.";
        timeline.ChangeTarget(target => target with { State = "ended", Ending = ending, EndingWords = new Wording(counts.GcCycles == 0 ? "input-without-gc" : "input-ended") });
        if (!request.Page.IsQuiet)
        {
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"resident: {request.Name}: {counts.GcCycles} GC cycles, {counts.ScavengerLines} scavenger lines, {counts.RepairedLines} torn lines repaired."));
        }

        if (page is not null && !interrupts.Token.IsCancellationRequested)
        {
            await OpenPage.StayOpenAsync(request.Page, interrupts.Token);
        }

        return ExitCode.Done;

        void Take(in TraceLine line)
        {
            feed.Take(line);
            sums.Take(line);
        }

        ValueTask Show(CancellationToken cancellationToken)
        {
            feed.Flush();
            if (passed.Pending > 0)
            {
                passed.Send();
            }

            return ValueTask.CompletedTask;
        }
    }

    // What cannot be read as a log is told before a page is opened for it.
    private static void RequireTrace(TraceRequest request)
    {
        if (request.IsStandardInput)
        {
            return;
        }

        if (!File.Exists(request.File))
        {
            throw Directory.Exists(request.File)
                ? new WrongRequestException($"{request.File}: a folder. Expected a log.")
                : new FileNotFoundException($"{request.File}: no such file", request.File);
        }

        if (!FileIdentity.IsRegularFile(request.File))
        {
            return;
        }

        var content = FileContentDetector.Detect(request.File);
        if (content == FileContent.Database && TargetFile.IsRecording(request.File))
        {
            throw new WrongRequestException($"{request.File}: a recording. Look at it with: resident watch {request.File}");
        }

        if (content is FileContent.Executable or FileContent.Core or FileContent.Database or FileContent.Profile or FileContent.ExecutionTrace)
        {
            throw new WrongRequestException($"{request.File}: {TargetFile.Explain(request.File, content)}");
        }
    }

    // That nothing was read of a log that does hold trace must not look like a log without any.
    private static void RequireCycles(TraceRequest request, TraceSplitter splitter)
    {
        var counts = splitter.Counts;
        long lines = counts.IncompleteLines + counts.UnreadLines;
        if (counts.GcCycles == 0 && counts.ScavengerLines == 0 && lines > 0)
        {
            throw new MalformedInputException(string.Create(
                CultureInfo.InvariantCulture, $"{request.Name}: {lines} {(lines == 1 ? "line holds" : "lines hold")} gc trace that could not be read."));
        }
    }

    private static async Task ReadAsync(
        TraceRequest request, TraceSplitter splitter, Func<CancellationToken, ValueTask> afterPush, CancellationToken cancellationToken)
    {
        var reader = new GoTraceReader(splitter, TimeProvider.System, afterPush);
        try
        {
            if (request.IsStandardInput)
            {
                await using var input = Console.OpenStandardInput();
                await reader.ReadAsync(input, request.Name, cancellationToken);
            }
            else if (request.Follows)
            {
                await reader.FollowFileAsync(request.File, cancellationToken);
            }
            else
            {
                await reader.ReadFileAsync(request.File, cancellationToken);
                if (reader.RunsBackwards && !request.Page.IsQuiet)
                {
                    await Console.Error.WriteLineAsync($"resident: {request.Name}: the log runs backwards, newest first. It was read from its end.");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C: what was read is shown.
        }
    }
}
