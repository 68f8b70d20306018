
namespace Resident.Cli.Run;

/// <summary>Starts the relay and the program through posix_spawn(3). fork is not safe in a process with the runtime's threads.</summary>
internal static unsafe class Spawner
{
    // glibc's posix_spawnattr_t takes 336 bytes and posix_spawn_file_actions_t 80; musl's are no larger.
    private const int StructureBytes = 512;

    /// <summary>Starts the user's program, found as the shell finds it, with its stderr on the pipe and all else as ours.</summary>
    /// <returns>0 and the PID, or an errno.</returns>
    internal static int Program(IReadOnlyList<byte[]> argv, IReadOnlyList<byte[]> environment, Descriptor stderr, out int pid)
    {
        byte* actions = stackalloc byte[StructureBytes];
        byte* attributes = stackalloc byte[StructureBytes];
        _ = NativeMethods.FileActionsInit(actions);
        _ = NativeMethods.FileActionsAddDup2(actions, stderr.Number, 2);

        // Handlers end with exec by themselves. SIGPIPE is the one signal that the runtime ignores, and that would be inherited.
        // What our caller ignores (nohup) stays ignored.
        Prepare(attributes, blocked: [], defaulted: [SignalNumber.Pipe]);
        using var words = new NativeStrings(argv);
        using var variables = new NativeStrings(environment);
        int child = 0;
        int error = NativeMethods.PosixSpawnp(&child, words.Pointer[0], actions, attributes, words.Pointer, variables.Pointer);
        Destroy(actions, attributes);
        pid = child;
        return error;
    }

    /// <summary>Starts this very executable again as the relay: the pipe on 0, the way to us on 1, the real stderr on 2.</summary>
    /// <returns>0 and the PID, or an errno.</returns>
    internal static int Relay(IReadOnlyList<byte[]> argv, Descriptor source, Descriptor channel, out int pid)
    {
        byte* actions = stackalloc byte[StructureBytes];
        byte* attributes = stackalloc byte[StructureBytes];
        _ = NativeMethods.FileActionsInit(actions);
        _ = NativeMethods.FileActionsAddDup2(actions, source.Number, 0);
        _ = NativeMethods.FileActionsAddDup2(actions, channel.Number, 1);
        fixed (byte* nowhere = "/dev/null\0"u8, self = "/proc/self/exe\0"u8)
        {
            if (NativeMethods.Fcntl(2, NativeMethods.FGetfd, 0) < 0)
            {
                // We have no stderr. Left closed, the first file that the relay's runtime opens would become its stderr.
                _ = NativeMethods.FileActionsAddOpen(actions, 2, nowhere, NativeMethods.OWronly, 0);
            }

            CloseOthers(actions);

            // Blocked from the first instruction on: a Ctrl-C in the relay's first milliseconds must not end it.
            Prepare(attributes, SignalNumber.Forwarded, defaulted: []);
            using var words = new NativeStrings(argv);
            using var variables = new NativeStrings(NullSeparated.Split(ReadEnvironment()));
            int relay = 0;
            int error = NativeMethods.PosixSpawn(&relay, self, actions, attributes, words.Pointer, variables.Pointer);
            Destroy(actions, attributes);
            pid = relay;
            return error;
        }
    }

    private static byte[] ReadEnvironment()
    {
        try
        {
            return File.ReadAllBytes("/proc/self/environ");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Prepare(byte* attributes, ReadOnlySpan<int> blocked, ReadOnlySpan<int> defaulted)
    {
        var mask = SignalSet.Of(blocked);

        // glibc's posix_spawn leaves its own two signals ignored in the new process unless they are in this set.
        var defaults = SignalSet.WithInternal(SignalSet.Of(defaulted));
        _ = NativeMethods.AttributesInit(attributes);
        _ = NativeMethods.AttributesSetSigmask(attributes, &mask);
        _ = NativeMethods.AttributesSetSigdefault(attributes, &defaults);
        _ = NativeMethods.AttributesSetFlags(attributes, NativeMethods.SpawnSetSigmask | NativeMethods.SpawnSetSigdef);
    }

    private static void CloseOthers(byte* actions)
    {
        // A descriptor that our caller left open, a lock or another pipe, is the program's to inherit. A relay that outlives the
        // program must not hold it.
        try
        {
            _ = NativeMethods.FileActionsAddCloseFrom(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.34, and musl: what is open stays open.
        }
    }

    private static void Destroy(byte* actions, byte* attributes)
    {
        _ = NativeMethods.FileActionsDestroy(actions);
        _ = NativeMethods.AttributesDestroy(attributes);
    }
}
