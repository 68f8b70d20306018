namespace Resident.Sources.GoRuntime.Access;

/// <summary>Reads a process's memory in blocks of 64 KiB, for walks over many small structures. It sees one moment for each
/// block, so it serves one walk and is thrown away.</summary>
internal sealed class CachedMemory
{
    private const int BlockBytes = 64 * 1024;
    private const int MostBlocks = 256;

    private readonly IProcessMemory _memory;
    private readonly Dictionary<ulong, byte[]?> _blocks = [];

    /// <summary>Initializes a new instance of the <see cref="CachedMemory"/> class.</summary>
    /// <param name="memory">The process's memory.</param>
    public CachedMemory(IProcessMemory memory)
    {
        _memory = memory;
    }

    /// <summary>Reads a range.</summary>
    /// <returns>False where not all of it could be read.</returns>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            ulong number = address / BlockBytes;
            int into = (int)(address % BlockBytes);
            int count = Math.Min(BlockBytes - into, destination.Length);
            if (Block(number) is { } block)
            {
                block.AsSpan(into, count).CopyTo(destination);
            }
            else if (!_memory.TryRead(address, destination[..count]))
            {
                return false;
            }

            destination = destination[count..];
            address = unchecked(address + (ulong)count);
        }

        return true;
    }

    // A block at the edge of a mapping cannot be read whole: its parts are then read one by one.
    private byte[]? Block(ulong number)
    {
        if (_blocks.TryGetValue(number, out byte[]? block))
        {
            return block;
        }

        if (_blocks.Count >= MostBlocks)
        {
            _blocks.Clear();
        }

        byte[] bytes = new byte[BlockBytes];
        return _blocks[number] = _memory.TryRead(unchecked(number * BlockBytes), bytes) ? bytes : null;
    }
}
