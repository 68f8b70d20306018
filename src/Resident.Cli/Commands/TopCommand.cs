using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.Commands;

/// <summary>`resident top [TARGET]`: the live view in a terminal.</summary>
internal static class TopCommand
{
    public static string[] Examples { get; } =
    [
        "resident top                   every Go and .NET process here, the largest first, anew every two seconds",
        "resident top orders-api        one of them: its figures, RES over time, the ledger and the verdict",
        "resident top 4711 --count 1    one frame as plain text, for a pipe",
    ];

    public static Command Build()
    {
        var target = new Argument<string?>("TARGET") { Description = "A PID, a name or part of a command line, cgroup:PATH. Default: all.", Arity = ArgumentArity.ZeroOrOne };
        var endpoint = TargetOptions.Endpoint();
        var interval = CommonOptions.Interval();
        var duration = CommonOptions.For("Stop after this time.");
        var count = CommonOptions.Count("Stop after N frames. Default in a pipe: 1.");
        var color = CommonOptions.Color();
        var language = CommonOptions.AnswerLanguage();
        var fresh = PastOptions.Fresh();
        var command = new Command("top", "Watch in the terminal. q quits, arrows scroll.") { target, endpoint, interval, duration, count, color, language, fresh };
        var pick = new TargetPickOptions();
        pick.AddTo(command);
        command.SetAction((result, _) =>
        {
            var session = new TopSession(
                result.GetRequiredValue(interval),
                result.GetValue(duration),
                result.GetValue(count) ?? (Console.IsOutputRedirected ? 1 : null),
                TextOutput.WantsColor(result.GetRequiredValue(color)),
                TextOutput.WordsOf(result.GetRequiredValue(language)),
                result.GetValue(fresh));
            return result.GetValue(target) is { } text ? session.WatchAsync(text, result.GetValue(endpoint), pick.Read(result)) : session.ListAsync();
        });
        return command;
    }
}
