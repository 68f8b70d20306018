using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>A running process's memory. It is not stopped, not signalled and not written to.</summary>
/// <remarks>process_vm_readv(2), and where a sandbox refuses that system call, pread(2) on /proc/PID/mem. Both need the same
/// right: PTRACE_MODE_ATTACH_REALCREDS, ptrace(2). Not safe for two threads at once: the vectors are kept between calls.</remarks>
internal sealed class LiveProcessMemory : IProcessMemory, IDisposable
{
    private readonly int _pid;
    private readonly string _memPath;
    private readonly IoVector[] _remote = new IoVector[NativeMethods.MostRanges];
    private SafeFileHandle? _mem;

    /// <summary>Initializes a new instance of the <see cref="LiveProcessMemory"/> class. Nothing is read yet.</summary>
    /// <param name="pid">The process, as this PID namespace numbers it.</param>
    /// <param name="procRoot">Where proc is mounted.</param>
    public LiveProcessMemory(int pid, string procRoot)
    {
        _pid = pid;
        _memPath = $"{procRoot}/{pid}/mem";
    }

    /// <summary>Gets the errno of the last read that failed; 0 before.</summary>
    public int LastError { get; private set; }

    /// <summary>Gets a value indicating whether process_vm_readv was refused and /proc/PID/mem serves.</summary>
    public bool UsesMemFile => _mem is not null;

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        if (destination.IsEmpty)
        {
            return true;
        }

        if (!IsUserAddress(address, destination.Length))
        {
            return false;
        }

        _remote[0] = new((nuint)address, (nuint)destination.Length);
        return _mem is null ? Call(1, destination) : ReadMemFile(1, destination);
    }

    /// <inheritdoc/>
    public bool TryReadMany(ReadOnlySpan<ProcessMemoryRange> ranges, Span<byte> destination)
    {
        int at = 0;
        while (!ranges.IsEmpty)
        {
            int count = Math.Min(ranges.Length, NativeMethods.MostRanges);
            int bytes = 0;
            for (int i = 0; i < count; i++)
            {
                if (!IsUserAddress(ranges[i].Address, ranges[i].Length))
                {
                    return false;
                }

                _remote[i] = new((nuint)ranges[i].Address, (nuint)ranges[i].Length);
                bytes += ranges[i].Length;
            }

            var part = destination.Slice(at, bytes);
            if (!(_mem is null ? Call(count, part) : ReadMemFile(count, part)))
            {
                return false;
            }

            at += bytes;
            ranges = ranges[count..];
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _mem?.Dispose();

    // Damaged pointers are told before the kernel is asked; user space ends below 2^56 on every 64-bit Linux.
    private static bool IsUserAddress(ulong address, int length) =>
        address >= 4096 && address < 1UL << 56 && length >= 0;

    private unsafe bool Call(int count, Span<byte> destination)
    {
        nint read;
        fixed (byte* bytes = destination)
        fixed (IoVector* remote = _remote)
        {
            IoVector local = new((nuint)bytes, (nuint)destination.Length);
            read = NativeMethods.ProcessVmReadv(_pid, &local, 1, remote, (nuint)count, 0);
        }

        if (read == destination.Length)
        {
            return true;
        }

        LastError = read < 0 ? Marshal.GetLastPInvokeError() : 0;
        return read < 0 && LastError is NativeMethods.OperationNotPermitted or NativeMethods.NotImplemented
            && TryOpenMemFile() && ReadMemFile(count, destination);
    }

    private bool TryOpenMemFile()
    {
        try
        {
            _mem = File.OpenHandle(_memPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool ReadMemFile(int count, Span<byte> destination)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                int length = (int)_remote[i].Length;
                if (RandomAccess.Read(_mem!, destination[..length], (long)_remote[i].Address) != length)
                {
                    return false;
                }

                destination = destination[length..];
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
