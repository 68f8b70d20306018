using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>The stderr that the user gave us. Writes block as a plain pipe's would; a stderr that is gone swallows.</summary>
internal sealed unsafe class RealStderr
{
    private readonly int _descriptor;
    private bool _isGone;

    internal RealStderr(int descriptor)
    {
        _descriptor = descriptor;
    }

    /// <summary>Gets the bytes that were written. A total.</summary>
    internal long WrittenBytes { get; private set; }

    /// <summary>Writes all of the bytes, or, where the reader has gone, none: the program must not die of it.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_isGone)
        {
            nint written;
            fixed (byte* first = bytes)
            {
                written = NativeMethods.Write(_descriptor, first, (nuint)bytes.Length);
            }

            if (written >= 0)
            {
                WrittenBytes += written;
                bytes = bytes[(int)written..];
            }
            else if (!CanGoOn(Marshal.GetLastPInvokeError()))
            {
                return;
            }
        }
    }

    private bool CanGoOn(int error)
    {
        switch (error)
        {
            case ErrorNumber.Interrupted:
                return true;
            case ErrorNumber.TryAgain:
                // Somebody made the shared file description non-blocking. Wait as a blocking write would.
                var poll = new PollDescriptor { Descriptor = _descriptor, Events = NativeMethods.PollOut };
                _ = NativeMethods.Poll(&poll, 1, -1);
                return true;
            case ErrorNumber.NoSpace or ErrorNumber.QuotaExceeded or ErrorNumber.FileTooBig:
                // A full disk may have room again later. This piece is lost, as it would be for a program that writes by itself.
                return false;
            default:
                _isGone = true;
                return false;
        }
    }
}
