using System.CommandLine;
using System.CommandLine.Invocation;
using Resident.Cli.CommandLine;
using Resident.Cli.Giving;
using Resident.Cli.Pprof;
using Resident.Cli.Run;
using Resident.Model;

namespace Resident.Cli;

internal static class Program
{
    // EPIPE: whoever read our output has seen enough, as `head` does.
    private const int BrokenPipe = 32;

    // ENOSPC.
    private const int NoSpaceLeft = 28;

    private static async Task<int> Main(string[] args)
    {
        // The relay comes before everything: it must stay small, and it outlives us.
        if (Relay.TryRun(args))
        {
            return ExitCode.Done;
        }

        Terminal.Guard();
        if (args is [HiddenRun.Argument, ..])
        {
            return await HiddenRun.RunAsync(args).ConfigureAwait(false);
        }

        if (args is [LimitGuard.Argument, ..])
        {
            return await LimitGuard.RunAsync(args).ConfigureAwait(false);
        }

        if (args is ["pprof", .. var pprof])
        {
            return PprofCommand.Run(pprof);
        }

        if (args is ["--version"])
        {
            await Console.Out.WriteLineAsync("resident " + Product.Version);
            return ExitCode.Done;
        }

        try
        {
            return await RunAsync(args);
        }
        catch (Exception e) when (Describe(e) is var (code, message))
        {
            if (message.Length > 0)
            {
                await Console.Error.WriteLineAsync("resident: " + message);
            }

            return code;
        }
#pragma warning disable CA1031 // the edge of the program: what nobody foresaw is told as our bug, with what it takes to mend it
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync("resident: This is a bug in resident. Please report it with what follows.\n" + e);
            return ExitCode.OurBug;
        }
    }

    private static async Task<int> RunAsync(string[] args)
    {
        var split = ArgumentSplit.Of(args, !Console.IsInputRedirected);
        var root = CommandTree.Build(split.Child);
        var commands = root.Subcommands.Select(static command => command.Name).ToHashSet(StringComparer.Ordinal);
        var parsed = root.Parse(BareTarget.Expand(split.Ours, commands));
        string? option = UnknownOption.Find(parsed);
        if (option is not null || parsed.Action is ParseErrorAction)
        {
            return await ExplainAsync(parsed, root, option);
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    // One sentence a mistake, the nearest word that we know, and where to read on.
    private static async Task<int> ExplainAsync(ParseResult parsed, RootCommand root, string? option)
    {
        var command = parsed.CommandResult.Command;
        string unknown = option ?? (parsed.UnmatchedTokens is [var first, ..] ? first : "");
        if (unknown.Length > 0)
        {
            string meant = Suggestion.Nearest(command, unknown) is { } nearest ? $" Did you mean {nearest}?" : "";
            string kind = unknown.StartsWith('-') ? "option" : command == root ? "command" : "argument";
            await Console.Error.WriteLineAsync($"resident: There is no {kind} \"{unknown}\".{meant}");
        }
        else
        {
            foreach (var mistake in parsed.Errors)
            {
                await Console.Error.WriteLineAsync("resident: " + mistake.Message);
            }
        }

        await Console.Error.WriteLineAsync($"See: resident {(command == root ? "" : command.Name + " ")}--help");
        return ExitCode.WrongRequest;
    }

    // What ends a command, as an exit code and a sentence; null for a bug of ours.
    private static (int Code, string Message)? Describe(Exception exception) => exception switch
    {
        MalformedInputException => (ExitCode.DamagedInput, exception.Message),
        LimitExceededException => (ExitCode.Limit, exception.Message),
        WrongRequestException => (ExitCode.WrongRequest, exception.Message),
        CommandNotStartedException notStarted => (notStarted.ExitCode, exception.Message),
        IOException { HResult: BrokenPipe } => (ExitCode.Done, ""),
        IOException { HResult: NoSpaceLeft } => (ExitCode.TargetRefused, exception.Message + ": what was written ends early. Free space there, or write elsewhere."),
        IOException or UnauthorizedAccessException or HttpRequestException => (ExitCode.TargetRefused, ErrorText.Of(exception)),
        OperationCanceledException => (ExitCode.Done, "Interrupted."),
        _ => null,
    };
}
