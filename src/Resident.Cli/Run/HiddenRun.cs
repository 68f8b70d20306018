using System.Globalization;

namespace Resident.Cli.Run;

/// <summary>The launcher alone, without page or sampling: <c>resident __run [--keep-trace] [--trace FILE] [--counts FILE] -- CMD</c>.</summary>
/// <remarks>The end-to-end tests and the overhead benchmark drive it.</remarks>
internal static class HiddenRun
{
    /// <summary>The hidden first argument.</summary>
    internal const string Argument = "__run";

    /// <summary>Runs the command to its end.</summary>
    /// <param name="args">All arguments of Main.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(string[] args)
    {
        int command = Array.IndexOf(args, "--") + 1;
        if (command == 0 || command == args.Length)
        {
            await Console.Error.WriteLineAsync("resident __run: Expected -- and a command.").ConfigureAwait(false);
            return 2;
        }

        var options = new ChildOptions
        {
            Command = args[command..],
            KeepTrace = Array.IndexOf(args, "--keep-trace", 0, command) >= 0,
        };
        await using var sink = new FileTraceSink(ValueOf(args, "--trace", command));
        try
        {
            using var child = ChildProgram.Start(options, sink, TimeProvider.System);
            var exit = await child.WaitAsync().ConfigureAwait(false);
            await WriteCountsAsync(ValueOf(args, "--counts", command), child.Counts).ConfigureAwait(false);
            return exit.Mirror();
        }
        catch (CommandNotStartedException error)
        {
            await Console.Error.WriteLineAsync($"resident: {error.Message}").ConfigureAwait(false);
            return error.ExitCode;
        }
    }

    private static string? ValueOf(string[] args, string name, int end)
    {
        int index = Array.IndexOf(args, name, 0, end);
        return index < 0 || index + 1 >= end ? null : args[index + 1];
    }

    private static async Task WriteCountsAsync(string? path, RelayCounts counts)
    {
        if (path is not null)
        {
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"read {counts.ReadBytes}\npassed {counts.PassedBytes}\ntrace {counts.TraceLines}\ndropped {counts.DroppedLines}\n");
            await File.WriteAllTextAsync(path, text).ConfigureAwait(false);
        }
    }
}
