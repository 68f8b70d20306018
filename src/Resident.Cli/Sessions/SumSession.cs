using Resident.Cli.CommandLine;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;

namespace Resident.Cli.Sessions;

/// <summary>`why NAME --sum`: all processes that a word means, each with its figures and its verdict, and the sum of
/// their RES.</summary>
internal static class SumSession
{
    private const int PipeWidth = 200;

    /// <summary>Watches them all at once, and tells.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="duration">How long they are watched; zero: not at all.</param>
    public static async Task<int> RunAsync(WhyRequest request, TimeSpan duration)
    {
        if (TargetText.IsAddress(request.Target) || TargetFile.IsRecording(request.Target))
        {
            throw new WrongRequestException("--sum: Expected a name that means processes here, found an address or a recording.");
        }

        var clock = TimeProvider.System;
        var sources = new ProcessSources("/proc", clock);
        var pids = TargetText.FindAll(request.Target, sources).Select(static entry => entry.Pid).ToHashSet();
        var warnings = new List<string>();
        List<ProcessRow> rows = [.. (await ProcessRows.ReadAsync(sources, all: true, warnings)).Where(row => pids.Contains(row.Process.Pid))];
        if (rows.Count < pids.Count)
        {
            warnings.Add(FormattableString.Invariant($"{pids.Count - rows.Count} of {pids.Count} processes could not be read and are not in the sum. Run as root, or with CAP_SYS_PTRACE, to see them."));
        }

        if (duration > TimeSpan.Zero)
        {
            using var interrupts = new Interrupts();
            rows = await new ProcessVerdicts(sources, duration, clock).AddToAsync(rows, warnings, interrupts.Token);
        }

        Print(rows, warnings, request);
        return rows.Any(row => row.Why is { } why && FailOn.Matches(request.FailOn, why)) ? ExitCode.FailOn : ExitCode.Done;
    }

    private static void Print(IReadOnlyList<ProcessRow> rows, List<string> warnings, WhyRequest request)
    {
        var sum = ProcessSum.Of(request.Target, rows);
        if (request.IsJson)
        {
            using var lines = new JsonLines();
            lines.SendDocument(writer => PsJson.Write(writer, TimeProvider.System.GetUtcNow(), rows, warnings, sum));
            return;
        }

        sum.Write(Console.Out);
        Console.Out.WriteLine();
        PsText.Write(Console.Out, rows, TextOutput.WidthOr(PipeWidth));
        foreach (string warning in warnings)
        {
            Console.Error.WriteLine("resident: " + warning);
        }
    }
}
