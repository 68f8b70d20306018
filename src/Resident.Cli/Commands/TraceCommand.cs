using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.Commands;

/// <summary>`resident trace FILE|-`: the page of a GC trace, from a log or a pipe.</summary>
internal static class TraceCommand
{
    public static string[] Examples { get; } =
    [
        "resident trace server.log                          a log file, .gz and .zst too; the page stays open",
        "resident trace --follow /var/log/orders-api.log    a log that grows or is rotated",
        "GODEBUG=gctrace=1 ./server 2>&1 | resident         a pipe; other lines pass through to stdout",
        "kubectl logs -f orders-api-0 | resident trace -",
        "resident trace server.log --exit                   a summary as text, without a page",
        "resident trace server.log --json | jq .heapLiveMiB",
    ];

    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "A log, or - for standard input. Any prefix a line may have is understood." };
        var json = CommonOptions.Json("Print one JSON document a GC cycle or scavenger line (resident.gc/1), and at the end one a process (resident.trace/1), without a page.");
        var exit = new Option<bool>("--exit", "--text") { Description = "Print a summary at the end of the input and end, without a page." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on as the log grows, is rotated or is cut." };
        var page = new PageSettings();
        var command = new Command("trace", "Look at a GC trace (GODEBUG=gctrace=1) of any Go version: a log, or a pipe.") { file, json, exit, follow };
        page.AddTo(command);
        command.SetAction((result, _) =>
        {
            var request = new TraceRequest(result.GetRequiredValue(file), result.GetValue(follow), page.Read(result));
            if (request.IsStandardInput && request.Follows)
            {
                throw new WrongRequestException("--follow is for files: a pipe is read as long as it is open anyway.");
            }

            return (result.GetValue(json), result.GetValue(exit)) switch
            {
                (true, _) => TraceSession.PrintJsonAsync(request),
                (_, true) => TraceSession.PrintSummaryAsync(request),
                _ => TraceSession.ShowPageAsync(request),
            };
        });
        return command;
    }
}
