using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Run;
using Resident.Cli.Sessions;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Commands;

/// <summary>`resident run -- CMD`: a program started as if Resident were not there, and its live page.</summary>
internal static class RunCommand
{
    public static string[] Examples { get; } =
    [
        "resident run -- ./server -port 80",
        "resident run --listen 127.0.0.1:9000 -- go test ./...",
        "resident run -i 0.0.0.0 -p 8080 -o=false ./server          gcvis's options are understood",
        "resident run --keep-open -- go run ./cmd/batch             the page stays when the program has ended",
    ];

    /// <summary>Builds the command.</summary>
    /// <param name="child">What to start: taken out of the arguments before they were parsed.</param>
    public static Command Build(IReadOnlyList<string> child)
    {
        var interval = CommonOptions.Interval();
        var keepTrace = new Option<bool>("--keep-trace") { Description = "Leave the runtime's trace lines in stderr." };
        var keepOpen = new Option<bool>("--keep-open") { Description = "Keep the page when the program has ended, until Ctrl-C." };
        var page = new PageSettings();
        var recording = new RecordingSettings();
        var command = new Command("run", "Start a program, untouched but for GC tracing, and watch it live. CMD is all that follows --.")
        {
            interval, keepTrace, keepOpen,
        };
        page.AddTo(command);
        recording.AddTo(command);
        command.SetAction((result, _) =>
        {
            if (child.Count == 0)
            {
                throw new WrongRequestException("Expected a program to start, found none. Example: resident run -- ./server -port 80");
            }

            return RunSession.RunAsync(
                new ChildOptions { Command = child, KeepTrace = result.GetValue(keepTrace) },
                new LoopOptions { Interval = result.GetRequiredValue(interval) },
                page.Read(result),
                result.GetValue(keepOpen),
                recording.IsWanted(result));
        });
        return command;
    }
}
