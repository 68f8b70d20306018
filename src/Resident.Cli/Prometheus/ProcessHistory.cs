using System.Globalization;
using Resident.Model;
using Resident.Monitoring.History;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Sampling;
using Resident.Sources.Prometheus;

namespace Resident.Cli.Prometheus;

/// <summary>The past of a process that runs here, out of a Prometheus server. That it cannot be had is told, and ends
/// nothing.</summary>
internal static class ProcessHistory
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Reads it.</summary>
    /// <param name="request">Where from, or null: there is none.</param>
    /// <param name="startedAt">When the process started, or null where that is not known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null where there is none, or it cannot be had.</returns>
    public static async Task<PrometheusHistory?> TryReadAsync(HistoryRequest? request, DateTimeOffset? startedAt, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            return null;
        }

        try
        {
            var history = await ReadAsync(request, startedAt, cancellationToken);
            foreach (string warning in history.Warnings)
            {
                await Console.Error.WriteLineAsync("resident: --history: " + warning);
            }

            return history;
        }
        catch (Exception problem) when (problem is HttpRequestException or MalformedInputException or LimitExceededException or WrongRequestException or IOException)
        {
            await Console.Error.WriteLineAsync($"resident: --history: {problem.Message.TrimEnd('.')}. The answer rests on what is seen now alone.");
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Reads the past of what is about to be watched, and puts it on its timeline.</summary>
    /// <param name="timeline">The timeline, which has no sample yet.</param>
    /// <param name="request">Where from, or null: there is none.</param>
    /// <param name="pid">The process, or null where there is none here.</param>
    /// <param name="sources">Tell when it started.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The history with the samples of this process alone, or null.</returns>
    public static async Task<PrometheusHistory?> TryAddAsync(
        Timeline timeline, HistoryRequest? request, int? pid, ProcessSources sources, CancellationToken cancellationToken)
    {
        var history = await TryReadAsync(request, pid, sources, cancellationToken);
        timeline.AddEarlier(history?.Samples ?? []);
        return history;
    }

    /// <summary>Reads the past of what is about to be recorded.</summary>
    /// <param name="request">Where from, or null: there is none.</param>
    /// <param name="pid">The process, or null where there is none here.</param>
    /// <param name="sources">Tell when it started.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The history with the samples of this process alone, or null.</returns>
    public static async Task<PrometheusHistory?> TryReadAsync(HistoryRequest? request, int? pid, ProcessSources sources, CancellationToken cancellationToken)
    {
        if (request is null)
        {
            return null;
        }

        var startedAt = pid is { } process ? sources.Processes.Host.StartTime(sources.Processes.Read(process, countOpenFiles: false).StartTicks) : null;
        return await TryReadAsync(request, startedAt, cancellationToken) is { } history && JoinedHistory.SamplesOf(history, startedAt) is { Count: > 0 } samples
            ? history with { Samples = samples, Starts = [startedAt] }
            : null;
    }

    private static async Task<PrometheusHistory> ReadAsync(HistoryRequest request, DateTimeOffset? startedAt, CancellationToken cancellationToken)
    {
        if (startedAt is not { } started)
        {
            throw new WrongRequestException("When the process started is not known here, so its history cannot be told from another's.");
        }

        using var client = request.Access.CreateClient();
        var reader = new PrometheusReader(client, request.Access);
        var now = TimeProvider.System.GetUtcNow();
        var targets = await new PrometheusTargetFinder(reader).FindStartedAsync(started, request.Match, now, cancellationToken);
        string wanted = request.Match is { } match ? $" of \"{match}\"" : "";
        var target = targets switch
        {
            [var only] => only,
            [] => throw new WrongRequestException(string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Address} has no {PrometheusFormat.StartTime}{wanted} within 3 s of {started:u}, when the process started: it does not scrape it, or has not yet.")),
            _ => throw new WrongRequestException(string.Create(
                CultureInfo.InvariantCulture, $"{targets.Count} targets{wanted} started within 3 s of {started:u}. Give one of them with --history-match:{PrometheusImport.List(targets)}\n")),
        };
        var from = request.From ?? started - Margin;
        return await new PrometheusHistoryReader(reader).ReadAsync(target, from > now - Longest ? from : now - Longest, now, step: null, onPart: null, cancellationToken);
    }
}
