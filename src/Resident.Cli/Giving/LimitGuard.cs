using System.Globalization;
using System.Runtime.InteropServices;
using Resident.Cli.Run;
using Resident.Sources.Giving;
using Resident.Sources.Procfs;

namespace Resident.Cli.Giving;

/// <summary>The small process that writes a Go program's memory limit and puts it back: <c>resident __limit-guard PID START LIMIT LAST</c>.</summary>
/// <remarks>It alone writes. It puts the limit back when its input ends, which it does however the command that started it ends, or after
/// half a minute; it has a session of its own, so that no signal to the command's group reaches it. Where the program itself has set another
/// limit meanwhile, that one stays. Lines in: "set BYTES", "collect". Lines out: "ready BYTES", "done", "gone", and at the end "restored",
/// "changed" or "gone".</remarks>
internal static class LimitGuard
{
    /// <summary>The hidden first argument.</summary>
    internal const string Argument = "__limit-guard";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs to the end of the input.</summary>
    /// <param name="args">All arguments of Main.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        if (args.Length != 5
            || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            || !ulong.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong startTicks)
            || !ulong.TryParse(args[3], NumberStyles.None, CultureInfo.InvariantCulture, out ulong limitAddress)
            || !ulong.TryParse(args[4], NumberStyles.None, CultureInfo.InvariantCulture, out ulong collectionAddress))
        {
            await Console.Error.WriteLineAsync($"resident {Argument}: Expected PID START LIMIT LAST.").ConfigureAwait(false);
            return ExitCode.WrongRequest;
        }

        _ = NativeMethods.Setsid();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);
        using var limit = new WritableWord(pid, limitAddress);
        using var collection = new WritableWord(pid, collectionAddress);

        // The files are open: from here on the number cannot come to mean another process.
        if (new ProcessReader().Read(pid, countOpenFiles: false).StartTicks != startTicks || limit.Read() is not { } original)
        {
            await SayAsync("gone").ConfigureAwait(false);
            return ExitCode.TargetRefused;
        }

        return await GuardAsync(limit, collection, original).ConfigureAwait(false);
    }

    private static async Task<int> GuardAsync(WritableWord limit, WritableWord collection, long original)
    {
        var written = new HashSet<long>();
        using var deadline = new CancellationTokenSource(Longest);
        await SayAsync($"ready {original.ToString(CultureInfo.InvariantCulture)}").ConfigureAwait(false);
        try
        {
            while (await Console.In.ReadLineAsync(deadline.Token).AsTask().WaitAsync(deadline.Token).ConfigureAwait(false) is { } line)
            {
                await SayAsync(Obey(line, limit, collection, written) ? "done" : "gone").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Half a minute is over: the limit goes back, whatever became of the command.
        }
        finally
        {
            string end = Restore(limit, original, written);
            await SayAsync(end).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static bool Obey(string line, WritableWord limit, WritableWord collection, HashSet<long> written)
    {
        if (line is "collect")
        {
            // 1 ns after the machine's start: the two minutes after which the runtime collects by itself are over.
            return collection.TryWrite(1);
        }

        long bytes = long.Parse(line.AsSpan("set ".Length), NumberStyles.None, CultureInfo.InvariantCulture);
        written.Add(bytes);
        return limit.TryWrite(bytes);
    }

    private static string Restore(WritableWord limit, long original, HashSet<long> written)
    {
        long? now = limit.Read();
        if (now is null)
        {
            return "gone";
        }

        if (now == original || !written.Contains(now.Value))
        {
            return now == original ? "restored" : "changed";
        }

        return limit.TryWrite(original) ? "restored" : "gone";
    }

    // Nobody may be left to read it; what matters is done all the same.
    private static async Task SayAsync(string line)
    {
        try
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
            await Console.Out.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The command has ended.
        }
    }
}
