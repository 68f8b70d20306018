using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>An open file descriptor above 9, closed on exec and on Dispose.</summary>
/// <remarks>
/// Above 9, because a caller may have started us with stdin, stdout or stderr closed: a pipe that landed on 0, 1 or 2 would be
/// overwritten by the very dup2 that should hand it on.
/// </remarks>
internal sealed class Descriptor : IDisposable
{
    private const int Lowest = 10;
    private int _number;

    private Descriptor(int number)
    {
        _number = number;
    }

    /// <summary>Gets the number, or -1 after Dispose. poll(2) skips a -1.</summary>
    internal int Number => Volatile.Read(ref _number);

    /// <summary>Makes a pipe.</summary>
    /// <exception cref="Win32Exception">No descriptors are left.</exception>
    internal static unsafe (Descriptor Reading, Descriptor Writing) Pipe()
    {
        int* pair = stackalloc int[2];
        return NativeMethods.Pipe2(pair, NativeMethods.OCloexec) == 0 ? Move(pair) : throw new Win32Exception();
    }

    /// <summary>Makes two connected sockets that keep the bounds of messages.</summary>
    /// <exception cref="Win32Exception">No descriptors are left.</exception>
    internal static unsafe (Descriptor One, Descriptor Other) SocketPair()
    {
        int* pair = stackalloc int[2];
        int type = NativeMethods.SockSeqpacket | NativeMethods.SockCloexec;
        return NativeMethods.Socketpair(NativeMethods.AfUnix, type, 0, pair) == 0 ? Move(pair) : throw new Win32Exception();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        int number = Interlocked.Exchange(ref _number, -1);
        if (number >= 0)
        {
            _ = NativeMethods.Close(number);
        }
    }

    private static unsafe (Descriptor, Descriptor) Move(int* pair)
    {
        int first = NativeMethods.Fcntl(pair[0], NativeMethods.FDupfdCloexec, Lowest);
        int second = NativeMethods.Fcntl(pair[1], NativeMethods.FDupfdCloexec, Lowest);
        int error = Marshal.GetLastPInvokeError();
        _ = NativeMethods.Close(pair[0]);
        _ = NativeMethods.Close(pair[1]);
        return first >= 0 && second >= 0 ? (new Descriptor(first), new Descriptor(second)) : throw new Win32Exception(error);
    }
}
