namespace Resident.Cli.Run;

/// <summary>The process between the program's stderr and the real one. It outlives the launcher.</summary>
/// <remarks>
/// A Go program whose stderr pipe loses its reader dies of SIGPIPE at its next line. So the reader is not the launcher, which may
/// crash or be killed, but this: the same executable, started again, that reads until the last writer has closed, whatever happens
/// to the launcher. Its descriptors: 0 the pipe, 1 the socket to the launcher, 2 the real stderr.
/// </remarks>
internal static unsafe class Relay
{
    /// <summary>The hidden first argument that starts the relay.</summary>
    internal const string Argument = "__relay";

    /// <summary>The second argument that leaves trace lines in stderr.</summary>
    internal const string KeepTraceArgument = "--keep-trace";

    /// <summary>The relay's name in ps, top and pkill; at most 15 bytes.</summary>
    internal const string ProcessName = "stderr-relay";

    private const int Source = 0;
    private const int Channel = 1;
    private const int Stderr = 2;

    /// <summary>Runs the relay to the end of the stream, if that is what the arguments ask for.</summary>
    /// <param name="args">The arguments of Main.</param>
    /// <returns>Whether this process was the relay, and so is done.</returns>
    internal static bool TryRun(string[] args)
    {
        if (args.Length == 0 || !string.Equals(args[0], Argument, StringComparison.Ordinal))
        {
            return false;
        }

        Prepare();
        SignalWitness.Start(Channel);
        new RelayLoop(Source, Channel, Stderr, args.Contains(KeepTraceArgument, StringComparer.Ordinal)).Run();
        return true;
    }

    private static void Prepare()
    {
        // The signals of SignalWitness are blocked, not ignored: to ignore one would drop what is pending.
        ReadOnlySpan<int> ignored = [SignalNumber.Pipe, SignalNumber.TerminalInput, SignalNumber.TerminalOutput];
        foreach (int signal in ignored)
        {
            _ = NativeMethods.Signal(signal, 1);
        }

        fixed (byte* name = "stderr-relay\0"u8, root = "/\0"u8)
        {
            _ = NativeMethods.Prctl(NativeMethods.PrSetName, (nint)name, 0, 0, 0);

            // The folder that the program was started in may be unmounted while we still drain.
            _ = NativeMethods.Chdir(root);
        }
    }
}
