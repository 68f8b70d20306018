using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Resident.Sources.Giving;

/// <summary>Eight bytes of another process, to read and to write through /proc/PID/mem. The only thing in Resident that writes to a target.</summary>
/// <remarks>The open file belongs to the address space that the process had then: should it end, a new process with its number is never
/// written to. An aligned word is written at once, so that no reader there sees half of it.</remarks>
public sealed class WritableWord : IDisposable
{
    private readonly SafeFileHandle _memory;
    private readonly long _address;

    /// <summary>Initializes a new instance of the <see cref="WritableWord"/> class.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="address">The word's address there, a multiple of 8.</param>
    /// <exception cref="UnauthorizedAccessException">The right to trace the process is missing.</exception>
    /// <exception cref="IOException">There is no such process.</exception>
    public WritableWord(int pid, ulong address)
    {
        if (address % sizeof(ulong) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(address), address, "Expected a multiple of 8.");
        }

        _address = (long)address;
        _memory = File.OpenHandle($"/proc/{pid}/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null where the process has ended.</returns>
    public long? Read()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        try
        {
            return RandomAccess.Read(_memory, bytes, _address) == bytes.Length ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes it.</summary>
    /// <returns>False where the process has ended.</returns>
    public bool TryWrite(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        try
        {
            RandomAccess.Write(_memory, bytes, _address);
            return Read() == value;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
