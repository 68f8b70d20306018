using System.Globalization;
using Resident.Monitoring.History;
using Resident.Web;
using Resident.Web.Stage;

// Shows the page over computed figures: dotnet run --project tests/Resident.Web.Stage -- [scene] [port] [minutes of past] [seconds to live]
string scene = args.Length > 0 ? args[0] : "leak";
int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
int minutes = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 90;
int seconds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 0;

var clock = TimeProvider.System;
var now = clock.GetUtcNow();
Stagehand stage = new(scene, clock, now - TimeSpan.FromMinutes(minutes + 60));
if (scene is not "waiting")
{
    stage.Fill(now - TimeSpan.FromMinutes(minutes), now - TimeSpan.FromMinutes(minutes * 0.4));
    stage.Fill(now - TimeSpan.FromMinutes((minutes * 0.4) - 1), now);
    stage.Timeline.Add(
        (now - TimeSpan.FromMinutes(minutes * 0.2)).ToUnixTimeMilliseconds(),
        [],
        [],
        [new TimelineEvent((now - TimeSpan.FromMinutes(minutes * 0.2)).ToUnixTimeMilliseconds(), "mark", "deploy v2.31")]);
}

await using var server = await PageServer.StartAsync(stage.Timeline, new PageOptions { Port = port, Clock = clock, Version = "0.1.0" }, CancellationToken.None);
await Console.Out.WriteLineAsync(server.Url.ToString());

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), clock);
try
{
    for (int second = 1; await timer.WaitForNextTickAsync(stop.Token); second++)
    {
        if (seconds > 0 && second == seconds)
        {
            stage.Kill(clock.GetUtcNow());
        }
        else if ((seconds == 0 || second < seconds) && scene is not "waiting")
        {
            stage.Step(clock.GetUtcNow(), []);
        }
    }
}
catch (OperationCanceledException)
{
    // Ctrl-C.
}
