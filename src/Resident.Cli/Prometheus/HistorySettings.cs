using System.CommandLine;
using Resident.Cli.CommandLine;

namespace Resident.Cli.Prometheus;

/// <summary>The options of commands that take the past of a process out of a Prometheus server.</summary>
internal sealed class HistorySettings
{
    private readonly Option<Uri?> _server = TargetOptions.Address("--history", "A server of Prometheus' API that has scraped the process: its past goes in front of what is seen now.");
    private readonly Option<string?> _match = new("--history-match")
    {
        Description = "Which target of the server: an instance, a pod, a job or a selector. Default: the one whose process started when this one did.",
        HelpName = "SELECTOR",
    };

    private readonly Option<string?> _from = new("--history-from") { Description = "From when: 7d (ago), 2026-11-23T08:00. Default: since the process started, 30d at the most.", HelpName = "TIME" };
    private readonly PrometheusSettings _settings = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_match);
        command.Options.Add(_from);
        _settings.AddTo(command);
    }

    /// <summary>Takes what the command line says.</summary>
    /// <returns>Null where no history is wanted.</returns>
    /// <exception cref="WrongRequestException">It makes no sense.</exception>
    public HistoryRequest? Read(ParseResult result) => result.GetValue(_server) is not { } address ? null : new(
        _settings.Read(result, "--history", address),
        result.GetValue(_match) is { Length: > 0 } match ? match : null,
        result.GetValue(_from) is { } from ? MomentText.Parse("--history-from", from, TimeProvider.System.GetUtcNow()) : null);

    /// <summary>Says that a recording has its history in itself.</summary>
    /// <exception cref="WrongRequestException">One is wanted all the same.</exception>
    public static void RefuseFor(HistoryRequest? request, string target)
    {
        if (request is not null)
        {
            throw new WrongRequestException($"--history: {target} is a recording. Import the server's history into another: resident import --prometheus URL --match SELECTOR -o FILE");
        }
    }
}
