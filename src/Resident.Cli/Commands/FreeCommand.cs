using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Giving;
using Resident.Cli.Sessions;
using Resident.Monitoring.Giving;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Giving;
using Resident.Sources.Cgroup;
using Resident.Sources.Endpoints;
using Resident.Sources.Giving;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Cli.Commands;

/// <summary>`resident free TARGET`: gives memory back in the safest way that works. The only command that writes to a target.</summary>
internal static class FreeCommand
{
    private const string Warning =
        "--experimental-limit writes 8 bytes into the running process: GOMEMLIMIT, lowered for at most 10 s to 1.3 times what is live, and put back by a "
        + "guard process even if this command is killed. The program may spend more CPU on collecting meanwhile.";

    public static string[] Examples { get; } =
    [
        "resident free 4711 --dry-run                            what could be given back, and how",
        "resident free orders-api --endpoint http://localhost:6060",
        "resident free 4711 --experimental-limit                 asks before it writes",
    ];

    public static Command Build()
    {
        var target = TargetOptions.Target();
        var endpoint = TargetOptions.Endpoint();
        endpoint.Description = "Where the program offers to give memory back (docs/free.md): a POST is sent there.";
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what could be done, and change nothing." };
        var limit = new Option<bool>("--experimental-limit") { Description = "Allow GOMEMLIMIT to be lowered in the process for some seconds. Asks first." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Answer the question of --experimental-limit with yes." };
        var json = CommonOptions.Json("Print one JSON document (resident.free/1).");
        var command = new Command("free", "Have a process give memory back in the safest way that works, and measure it.") { target, endpoint, dryRun, limit, yes, json };
        var pick = new TargetPickOptions();
        pick.AddTo(command);
        command.SetAction(async (result, _) =>
        {
            bool isAllowed = result.GetValue(limit);
            bool isDry = result.GetValue(dryRun);
            if (isAllowed && !isDry && !result.GetValue(yes))
            {
                await ConfirmAsync();
            }

            using var interrupts = new Interrupts();
            using var client = EndpointClient.Create();
            using var process = Open(result.GetRequiredValue(target), pick.Read(result));
            var address = result.GetValue(endpoint);
            var giving = new GiveBack(
                process,
                [
                    new PageOutRoute(process),
                    new EndpointRoute(address is null ? null : new ReleaseEndpoint(client, address)),
                    new CgroupReclaimRoute(process, new CgroupReader()),
                    new LimitRoute(process, isAllowed),
                ],
                TimeProvider.System);
            return await RunAsync(giving, isDry, result.GetValue(json), interrupts.Token);
        });
        return command;
    }

    private static async Task<int> RunAsync(GiveBack giving, bool isDry, bool json, CancellationToken cancellationToken)
    {
        var plan = await giving.PlanAsync(cancellationToken);
        if (!json)
        {
            GivingText.WritePlan(plan, Console.Out);
        }

        var steps = isDry ? [] : await giving.TakeAsync(plan, cancellationToken);
        plan = GiveBack.Settle(plan, steps);
        if (json)
        {
            using var lines = new JsonLines();
            lines.SendDocument(writer => GivingJson.Write(plan, steps, writer));
        }
        else
        {
            GivingText.WriteSteps(plan, steps, isDry, Console.Out);
        }

        return isDry || steps.Count > 0 ? ExitCode.Done : ExitCode.TargetRefused;
    }

    private static GivingTarget Open(string text, TargetPick pick)
    {
        var found = TargetText.Find(text, new ProcessSources("/proc", TimeProvider.System), pick);
        if (found.Pid is not { } pid)
        {
            throw new WrongRequestException($"Expected a process here, found the address {found.Address}. Name the process, and the address with --endpoint.");
        }

#pragma warning disable CA2000 // the target owns it from here on
        GoProcess.TryOpen(pid, new GoProcessOptions { Cache = UserCache.Locations }, out var go, out var refusal);
#pragma warning restore CA2000
        if (refusal is { Kind: not AttachRefusalKind.NotGo })
        {
            Console.Error.WriteLine($"resident: {refusal.Message} {refusal.Remedy}".TrimEnd());
        }

        return new GivingTarget(pid, go, TimeProvider.System);
    }

    private static async Task ConfirmAsync()
    {
        await Console.Error.WriteLineAsync("resident: " + Warning);
        if (Console.IsInputRedirected)
        {
            throw new WrongRequestException("There is no terminal to ask on. Confirm with --yes.");
        }

        await Console.Error.WriteAsync("Type yes to go on: ");
        if (Console.ReadLine()?.Trim() is not "yes")
        {
            throw new WrongRequestException("Nothing was written.");
        }
    }
}
