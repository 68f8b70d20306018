using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;
using Resident.Reporting.Runtime;

namespace Resident.Cli.Commands;

/// <summary>`resident map TARGET`: a Go heap, page by page, and how full each size class is.</summary>
internal static class MapCommand
{
    private const int PipeWidth = 98;

    public static string[] Examples { get; } =
    [
        "resident map 4711                 sums, the map, and the size classes",
        "resident map orders-api --json",
    ];

    public static Command Build()
    {
        var target = TargetOptions.Target();
        var json = CommonOptions.Json("Print one JSON document (resident.map/1).");
        var command = new Command("map", "Show a Go heap page by page, and how full each size class is, read from outside.") { target, json };
        var pick = new TargetPickOptions();
        pick.AddTo(command);
        command.SetAction((result, _) =>
        {
            using var process = AttachedProcess.Open(result.GetRequiredValue(target), pick.Read(result));
            var map = process.ReadPageMap(withHugePages: true);
            if (result.GetValue(json))
            {
                using var lines = new JsonLines();
                lines.SendDocument(writer => GoMapJson.Write(map, writer));
            }
            else
            {
                GoMapText.Write(map, Console.Out, TextOutput.WidthOr(PipeWidth), TextOutput.HasColor);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
