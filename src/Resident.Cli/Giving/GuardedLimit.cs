using System.Diagnostics;
using System.Globalization;
using Resident.Monitoring.Giving;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Cli.Giving;

/// <summary>A Go program's memory limit, lowered for a while by a <see cref="LimitGuard"/> that puts it back.</summary>
internal sealed class GuardedLimit : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private readonly Process _guard;

    private GuardedLimit(Process guard)
    {
        _guard = guard;
    }

    /// <summary>Gets the limit as it was; <see cref="long.MaxValue"/>: none.</summary>
    public long Original { get; private set; }

    /// <summary>Starts the guard, and waits until it stands ready. Nothing is written yet.</summary>
    /// <exception cref="IOException">The guard could not be started, or the process has ended, or may not be written to.</exception>
    public static async Task<GuardedLimit> StartAsync(GivingTarget target, GoLimitPlace place, CancellationToken cancellationToken)
    {
        string program = Environment.ProcessPath ?? throw new IOException("The path of this program is not known, so that no guard can be started.");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) is "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        start.ArgumentList.Add(LimitGuard.Argument);
        foreach (ulong number in (ReadOnlySpan<ulong>)[(ulong)target.Pid, target.StartTicks, place.Limit, place.LastCollection])
        {
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        }

        var guard = new GuardedLimit(Process.Start(start) ?? throw new IOException("The guard could not be started."));
        string? answer = await guard.AnswerAsync(cancellationToken);
        if (answer?.Split(' ') is ["ready", var bytes] && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long original))
        {
            guard.Original = original;
            return guard;
        }

        guard.Dispose();
        throw new IOException($"Process {target.Pid.ToString(CultureInfo.InvariantCulture)} has ended, or its memory may not be written: the guard answered \"{answer}\".");
    }

    /// <summary>Has the guard set the limit.</summary>
    /// <exception cref="IOException">The process or the guard has ended.</exception>
    public Task SetAsync(long bytes, CancellationToken cancellationToken) =>
        AskAsync("set " + bytes.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>Has the guard make the runtime's next own collection due.</summary>
    /// <exception cref="IOException">The process or the guard has ended.</exception>
    public Task CollectAsync(CancellationToken cancellationToken) => AskAsync("collect", cancellationToken);

    /// <summary>Has the guard put the limit back, and waits until it has.</summary>
    /// <returns>"restored"; "changed": the program has set another one meanwhile, which stays; "gone": the process has ended.</returns>
    public async Task<string> RestoreAsync()
    {
        _guard.StandardInput.Close();
        string last = await AnswerAsync(CancellationToken.None) ?? "gone";
        await _guard.WaitForExitAsync(CancellationToken.None).WaitAsync(AnswerTime, CancellationToken.None);
        return last;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Closing its input is enough: the guard restores and ends, whether we wait for it or not.
        _guard.StandardInput.Close();
        _guard.Dispose();
    }

    private async Task AskAsync(string line, CancellationToken cancellationToken)
    {
        await _guard.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _guard.StandardInput.FlushAsync(cancellationToken);
        if (await AnswerAsync(cancellationToken) is not "done")
        {
            throw new IOException("The process has ended while its limit was lowered.");
        }
    }

    private async Task<string?> AnswerAsync(CancellationToken cancellationToken) =>
        await _guard.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(AnswerTime, cancellationToken);
}
