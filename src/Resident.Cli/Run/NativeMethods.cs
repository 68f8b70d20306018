using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Resident.Cli.Run;

/// <summary>The calls into the C library that the launcher and the relay need. Numbers are those of Linux on x64 and arm64.</summary>
/// <remarks>
/// All signatures are blittable, so that the native compiler needs no marshalling stub and the relay, which uses nothing else
/// of the class library, stays small.
/// </remarks>
internal static unsafe partial class NativeMethods
{
    internal const int AfUnix = 1;
    internal const int SockSeqpacket = 5;
    internal const int SockCloexec = 0x80000;
    internal const int OCloexec = 0x80000;
    internal const int OWronly = 1;
    internal const int FDupfdCloexec = 1030;
    internal const int FSetpipeSz = 1031;
    internal const int FGetfd = 1;
    internal const ulong Fionread = 0x541B;
    internal const int MsgDontwait = 0x40;
    internal const int MsgNosignal = 0x4000;
    internal const int ShutRdwr = 2;
    internal const short PollIn = 1;
    internal const short PollOut = 4;
    internal const int PrSetDumpable = 4;
    internal const int PrSetName = 15;
    internal const int RlimitCore = 4;
    internal const int SigBlock = 0;
    internal const int SigUnblock = 1;
    internal const short SpawnSetSigdef = 0x04;
    internal const short SpawnSetSigmask = 0x08;
    internal const int PPid = 1;
    internal const int WExited = 4;
    internal const int WNowait = 0x01000000;

    private const string C = "libc";

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(C, EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe2(int* descriptors, int flags);

    [LibraryImport(C, EntryPoint = "socketpair", SetLastError = true)]
    internal static partial int Socketpair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport(C, EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int descriptor, byte* buffer, nuint count, int flags);

    [LibraryImport(C, EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Recv(int descriptor, byte* buffer, nuint count, int flags);

    [LibraryImport(C, EntryPoint = "shutdown", SetLastError = true)]
    internal static partial int Shutdown(int descriptor, int how);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Fcntl(int descriptor, int command, nint argument);

    [LibraryImport(C, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(int descriptor, ulong request, int* argument);

    [LibraryImport(C, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, ulong count, int timeoutMilliseconds);

    [LibraryImport(C, EntryPoint = "chdir", SetLastError = true)]
    internal static partial int Chdir(byte* path);

    [LibraryImport(C, EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Prctl(int option, nint argument2, nint argument3, nint argument4, nint argument5);

    [LibraryImport(C, EntryPoint = "setrlimit", SetLastError = true)]
    internal static partial int Setrlimit(int resource, ulong* softAndHard);

    [LibraryImport(C, EntryPoint = "getpid")]
    internal static partial int Getpid();

    [LibraryImport(C, EntryPoint = "setsid", SetLastError = true)]
    internal static partial int Setsid();

    [LibraryImport(C, EntryPoint = "getpgid", SetLastError = true)]
    internal static partial int Getpgid(int pid);

    [LibraryImport(C, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    /// <summary>Sets a disposition: 0 is the default, 1 is to ignore.</summary>
    [LibraryImport(C, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint Signal(int signal, nint disposition);

    [LibraryImport(C, EntryPoint = "signalfd", SetLastError = true)]
    internal static partial int Signalfd(int descriptor, SignalSet* mask, int flags);

    // sigprocmask(2) is that of the calling thread on Linux, and in libc since ever; pthread_sigmask was in libpthread
    // until glibc 2.32.
    [LibraryImport(C, EntryPoint = "sigprocmask")]
    internal static partial int PthreadSigmask(int how, SignalSet* set, SignalSet* previous);

    [LibraryImport(C, EntryPoint = "sigemptyset")]
    internal static partial int Sigemptyset(SignalSet* set);

    [LibraryImport(C, EntryPoint = "sigaddset")]
    internal static partial int Sigaddset(SignalSet* set, int signal);

    [LibraryImport(C, EntryPoint = "waitid", SetLastError = true)]
    internal static partial int Waitid(int idType, uint id, byte* siginfo, int options);

    [LibraryImport(C, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int Waitpid(int pid, int* status, int options);

    [LibraryImport(C, EntryPoint = "posix_spawn")]
    internal static partial int PosixSpawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport(C, EntryPoint = "posix_spawnp")]
    internal static partial int PosixSpawnp(int* pid, byte* file, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int FileActionsInit(byte* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int FileActionsDestroy(byte* actions);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int FileActionsAddDup2(byte* actions, int from, int to);

    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addopen")]
    internal static partial int FileActionsAddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    /// <summary>Closes everything from one descriptor up. Only glibc 2.34 and later has it.</summary>
    [LibraryImport(C, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static partial int FileActionsAddCloseFrom(byte* actions, int from);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_init")]
    internal static partial int AttributesInit(byte* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int AttributesDestroy(byte* attributes);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int AttributesSetSigmask(byte* attributes, SignalSet* mask);

    [LibraryImport(C, EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int AttributesSetSigdefault(byte* attributes, SignalSet* defaults);
}
