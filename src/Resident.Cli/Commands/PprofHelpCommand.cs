using System.CommandLine;
using Resident.Cli.Pprof;

namespace Resident.Cli.Commands;

/// <summary>`resident pprof ARGS` in the list of commands. What it does is <see cref="PprofCommand"/>'s: its flags are pprof's own, and
/// never pass through our parser.</summary>
internal static class PprofHelpCommand
{
    public static string[] Examples { get; } =
    [
        "resident pprof -top heap.pb.gz               what `go tool pprof -top heap.pb.gz` prints",
        "resident pprof -top -diff_base old.pb.gz new.pb.gz",
        "resident pprof heap.pb.gz                    pprof's shell",
    ];

    public static Command Build()
    {
        var arguments = new Argument<string[]>("ARGS") { Description = "What go tool pprof takes.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("pprof", "Do what `go tool pprof` does: the same flags, the same text.") { arguments };
        command.SetAction(result => PprofCommand.Run(result.GetRequiredValue(arguments)));
        return command;
    }
}
