using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Resident.Cli.Alerts;

/// <summary>Tells a verdict to a command: /bin/sh -c COMMAND, the document on its stdin. Nothing of the document is put into the command's
/// words, so that no name in it can be taken for one of the shell's.</summary>
internal sealed class ExecRoute : IAlertRoute
{
    private readonly string _command;
    private readonly TimeSpan _patience;

    /// <summary>Initializes a new instance of the <see cref="ExecRoute"/> class.</summary>
    /// <param name="command">The shell's words.</param>
    /// <param name="patience">How long it may take before it is killed, with all that it started.</param>
    public ExecRoute(string command, TimeSpan patience)
    {
        _command = command;
        _patience = patience;
    }

    /// <inheritdoc/>
    public async Task<string?> SendAsync(string verdict, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", _command }, RedirectStandardInput = true, UseShellExecute = false };
        start.Environment["RESIDENT_VERDICT"] = verdict;
        try
        {
            using var child = Process.Start(start);
            return child is null ? "--exec: The command could not be started." : await RunAsync(child, document, cancellationToken);
        }
        catch (Win32Exception problem)
        {
            return $"--exec: /bin/sh could not be started: {problem.Message}.";
        }
    }

    private static async Task WriteAsync(Process child, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        try
        {
            await child.StandardInput.BaseStream.WriteAsync(document, cancellationToken);
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not read the document, as `logger leak` does not.
        }
    }

    private async Task<string?> RunAsync(Process child, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(_patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        try
        {
            await WriteAsync(child, document, either.Token);
            await child.WaitForExitAsync(either.Token);
            return child.ExitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"--exec: The command ended with {child.ExitCode}.");
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            return cancellationToken.IsCancellationRequested
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"--exec: The command did not end within {_patience.TotalSeconds:0} s and was killed.");
        }
    }
}
