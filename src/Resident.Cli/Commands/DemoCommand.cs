using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Run;
using Resident.Cli.Sessions;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Commands;

/// <summary>`resident demo`: a small Go service that leaks on purpose, built here, run and watched.</summary>
internal static class DemoCommand
{
    public static string[] Examples { get; } =
    [
        "resident demo                     watch it leak; Ctrl-C ends it",
        "resident demo -- -rate 200        the service's own options: -rate, -retain, -churn, -for",
    ];

    public static Command Build()
    {
        var arguments = new Argument<string[]>("OPTIONS") { Description = "What the service is given, after --.", Arity = ArgumentArity.ZeroOrMore };
        var interval = CommonOptions.Interval();
        var keepOpen = new Option<bool>("--keep-open") { Description = "Keep the page when the service has ended, until Ctrl-C." };
        var page = new PageSettings();
        var recording = new RecordingSettings();
        var command = new Command("demo", "Build, run and watch a small Go service that leaks on purpose.") { arguments, interval, keepOpen };
        page.AddTo(command);
        recording.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var request = page.Read(result);
            string program = await DemoProgram.BuildAsync(request.IsQuiet, cancellationToken);
            return await RunSession.RunAsync(
                new ChildOptions { Command = [program, .. result.GetRequiredValue(arguments)] },
                new LoopOptions { Interval = result.GetRequiredValue(interval) },
                request,
                result.GetValue(keepOpen),
                recording.IsWanted(result));
        });
        return command;
    }
}
