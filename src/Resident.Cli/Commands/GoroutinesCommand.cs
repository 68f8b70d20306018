using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Reporting.Runtime;

namespace Resident.Cli.Commands;

/// <summary>`resident goroutines TARGET`: a Go program's goroutines in groups, with the longest wait of each.</summary>
internal static class GoroutinesCommand
{
    private const int DefaultGroups = 30;

    public static string[] Examples { get; } =
    [
        "resident goroutines 4711                 the largest groups",
        "resident goroutines orders-api --top 5",
        "resident goroutines 4711 --json | jq '.groups[0]'",
    ];

    public static Command Build()
    {
        var target = TargetOptions.Target();
        var most = CommonOptions.Whole("--top", "Show N groups.", DefaultGroups);
        var system = new Option<bool>("--system") { Description = "Show the runtime's own goroutines too." };
        var json = CommonOptions.Json("Print one JSON document (resident.goroutines/1).");
        var command = new Command("goroutines", "Group a Go program's goroutines by state, start and creation site, read from outside.")
        {
            target, most, system, json,
        };
        var pick = new TargetPickOptions();
        pick.AddTo(command);
        command.SetAction((result, _) =>
        {
            using var process = AttachedProcess.Open(result.GetRequiredValue(target), pick.Read(result));
            var census = process.ReadGoroutines();
            if (result.GetValue(json))
            {
                using var lines = new JsonLines();
                lines.SendDocument(writer => GoroutineJson.Write(census, writer));
            }
            else
            {
                GoroutineText.Write(census, Console.Out, result.GetRequiredValue(most), result.GetValue(system), TextOutput.WidthOr(int.MaxValue));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
