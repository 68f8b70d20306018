using System.Globalization;
using Resident.Model;
using Resident.Monitoring.Prometheus;
using Resident.Sources.Prometheus;
using Resident.Store;

namespace Resident.Cli.Prometheus;

/// <summary>`resident import --prometheus`: what a Prometheus server kept of one target becomes a recording.</summary>
internal static class PrometheusImport
{
    private const int MostListed = 20;

    /// <summary>Imports, and says what was found.</summary>
    /// <exception cref="WrongRequestException">Nothing matches, or several targets do, or the file is there
    /// already.</exception>
    public static async Task<int> RunAsync(PrometheusImportRequest request, CancellationToken cancellationToken)
    {
        if (File.Exists(request.Output))
        {
            throw new WrongRequestException($"-o: {request.Output} is there already. Give the name of a new file.");
        }

        if (request.From >= request.To)
        {
            throw new WrongRequestException(string.Create(
                CultureInfo.InvariantCulture, $"--from: Expected a time before --to, {request.To:u}, found {request.From:u}."));
        }

        if (request.Step is { } step && (step < TimeSpan.FromSeconds(1) || step.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            throw new WrongRequestException("--step: Expected whole seconds, 1s or more.");
        }

        using var client = request.Access.CreateClient();
        var reader = new PrometheusReader(client, request.Access);
        var target = One(await new PrometheusTargetFinder(reader).FindAsync(request.Match, request.From, request.To, cancellationToken), request, reader.Address);
        var progress = new PrometheusProgress(request.IsQuiet || Console.IsErrorRedirected);
        var history = await new PrometheusHistoryReader(reader).ReadAsync(target, request.From, request.To, request.Step, progress.Show, cancellationToken);
        progress.Clear();
        if (history.Samples.Count == 0)
        {
            throw new MalformedInputException(string.Create(
                CultureInfo.InvariantCulture, $"{reader.Address}: Expected samples of {target.Selector} from {request.From:u} to {request.To:u}, found none."));
        }

        var options = new RecordingOptions
        {
            Name = request.Name ?? target.Name,
            Interval = history.Step,
            Tool = "resident " + Product.Version,
            Labels = target.Labels.ToDictionary(static label => "prometheus." + label.Key, static label => label.Value, StringComparer.Ordinal),
        };
        using (var writer = RecordingWriter.Open(request.Output, options))
        {
            PrometheusRecording.Write(writer, history);
        }

        await TellAsync(history, request, reader);
        return ExitCode.Done;
    }

    /// <summary>Lists targets, each as the selector that means it alone.</summary>
    public static string List(IReadOnlyList<PrometheusTarget> targets)
    {
        string more = targets.Count > MostListed ? string.Create(CultureInfo.InvariantCulture, $"\n  and {targets.Count - MostListed} more") : "";
        return string.Concat(targets.Take(MostListed).Select(static target => "\n  " + target.Selector)) + more;
    }

    private static PrometheusTarget One(IReadOnlyList<PrometheusTarget> targets, PrometheusImportRequest request, string address) => targets switch
    {
        [var only] => only,
        [] => throw new WrongRequestException(string.Create(
            CultureInfo.InvariantCulture,
            $$"""--match: {{address}} has no {{PrometheusFormat.Resident}} of "{{request.Match}}" from {{request.From:u}} to {{request.To:u}}. Give an instance, a pod, a job, or a selector such as '{job="orders"}'.""")),
        _ => throw new WrongRequestException(string.Create(
            CultureInfo.InvariantCulture, $"--match: {targets.Count} targets match \"{request.Match}\". Give one of them:{List(targets)}")),
    };

    private static async Task TellAsync(PrometheusHistory history, PrometheusImportRequest request, PrometheusReader reader)
    {
        foreach (string warning in (IEnumerable<string>)[.. history.Warnings, .. reader.Warnings])
        {
            await Console.Error.WriteLineAsync("resident: " + warning);
        }

        if (!history.Samples.Any(static sample => sample.Go is not null))
        {
            await Console.Error.WriteLineAsync($"resident: {history.Target.Name} exports no go_memstats_*: RES is told, and not what it is made of.");
        }

        if (request.IsQuiet)
        {
            return;
        }

        int restarts = history.Starts.Count - 1;
        string times = string.Create(
            CultureInfo.InvariantCulture,
            $"{history.Samples.Count} samples of {history.Target.Name}, {history.Samples[0].Time:u} to {history.Samples[^1].Time:u}, one every {history.Step.TotalSeconds:0} s");
        string runs = restarts == 0 ? "no restart" : string.Create(
            CultureInfo.InvariantCulture,
            $"{restarts} restart{(restarts == 1 ? "" : "s")}, the last at {history.Samples.First(sample => sample.Run == restarts).Time:u}");
        await Console.Error.WriteLineAsync($"resident: {times}, {runs}, are in {request.Output}. See: resident why {request.Output}");
    }
}
