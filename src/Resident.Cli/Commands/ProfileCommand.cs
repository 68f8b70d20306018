using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.Commands;

/// <summary>`resident profile KIND TARGET`: a pprof file of a process, from outside or from the endpoint that it serves.</summary>
internal static class ProfileCommand
{
    public static string[] Examples { get; } =
    [
        "resident profile heap 4711 -o heap.pb.gz            from outside: no endpoint, no stop",
        "resident pprof -http=: heap.pb.gz",
        "resident profile cpu http://localhost:6060 --seconds 10",
        "resident profile goroutine 4711 -o - | go tool pprof -traces /dev/stdin",
    ];

    public static Command Build()
    {
        var kind = new Argument<string>("KIND") { Description = "heap, allocs, goroutine, block or mutex; of an address also threadcreate and cpu." };
        kind.AcceptOnlyFromAmong("heap", "allocs", "goroutine", "threadcreate", "cpu", "block", "mutex");
        var target = TargetOptions.Target();
        var output = OutputFile.Option("The file to write. Default: KIND.pb.gz; - for stdout.");
        var seconds = CommonOptions.Whole("--seconds", "How long a CPU profile is taken.", otherwise: 30);
        var command = new Command("profile", "Write a pprof file of a process.") { kind, target, output, seconds };
        var pick = new TargetPickOptions();
        pick.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            string chosen = result.GetRequiredValue(kind);
            string file = result.GetValue(output) ?? chosen + ".pb.gz";
            byte[] profile = await ProfileSource.ReadAsync(chosen, result.GetRequiredValue(target), pick.Read(result), result.GetRequiredValue(seconds), cancellationToken);
            if (file is "-")
            {
                await using var stdout = Console.OpenStandardOutput();
                await stdout.WriteAsync(profile, cancellationToken);
                return ExitCode.Done;
            }

            await File.WriteAllBytesAsync(file, profile, cancellationToken);
            await Console.Error.WriteLineAsync($"resident: {chosen} profile written to {file}. Look at it with: resident pprof -http=: {file}");
            return ExitCode.Done;
        });
        return command;
    }
}
