using Resident.Sources.Binary;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>A range of another process's memory as a source of bytes.</summary>
internal sealed class MemoryWindow : IByteSource
{
    private readonly IProcessMemory _memory;
    private readonly ulong _address;

    /// <summary>Initializes a new instance of the <see cref="MemoryWindow"/> class.</summary>
    /// <param name="memory">The process's memory; the caller owns it.</param>
    /// <param name="address">The first byte's address there.</param>
    /// <param name="length">The number of bytes.</param>
    public MemoryWindow(IProcessMemory memory, ulong address, long length)
    {
        _memory = memory;
        _address = address;
        Length = length;
    }

    /// <inheritdoc/>
    public string Name => $"memory at 0x{_address:x}";

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= Length)
        {
            return 0;
        }

        int count = (int)Math.Min(destination.Length, Length - offset);
        return _memory.TryRead(unchecked(_address + (ulong)offset), destination[..count]) ? count : 0;
    }
}
