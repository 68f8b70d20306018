namespace Resident.Sources.GoRuntime.Access;

/// <summary>Reads a process's memory in blocks of 64 KiB, for walks over many small structures. It sees one moment for each
/// block, so it serves one walk and is thrown away.</summary>
/// <remarks>Pages of a block that are not in RAM are left alone: to read them would bring them there, and where the kernel
/// has no shared page of zeros for untouched ones (measured on Linux 6.18), the target's RES would grow.</remarks>
internal sealed class CachedMemory
{
    private const int BlockBytes = 64 * 1024;
    private const int MostBlocks = 256;
    private static readonly int PagesABlock = BlockBytes / PresentPages.PageBytes;

    private readonly IProcessMemory _memory;
    private readonly PresentPages _present;
    private readonly Dictionary<ulong, (byte[] Bytes, ulong Pages)> _blocks = [];

    /// <summary>Initializes a new instance of the <see cref="CachedMemory"/> class.</summary>
    /// <param name="memory">The process's memory.</param>
    /// <param name="present">Which of its pages are in RAM.</param>
    public CachedMemory(IProcessMemory memory, PresentPages present)
    {
        _memory = memory;
        _present = present;
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
            var (bytes, pages) = Block(number);
            ulong wanted = MaskOf(into / PresentPages.PageBytes, (into + count - 1) / PresentPages.PageBytes);
            if ((pages & wanted) == wanted)
            {
                bytes.AsSpan(into, count).CopyTo(destination);
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

    // What of a block is at the edge of a mapping, or not in RAM, is read part by part where it is asked for.
    private (byte[] Bytes, ulong Pages) Block(ulong number)
    {
        if (_blocks.TryGetValue(number, out var block))
        {
            return block;
        }

        if (_blocks.Count >= MostBlocks)
        {
            _blocks.Clear();
        }

        byte[] bytes = new byte[BlockBytes];
        ulong address = unchecked(number * BlockBytes);
        ulong pages = _present.MaskOf(address, PagesABlock);
        for (int first = 0; first < PagesABlock; first++)
        {
            int end = first;
            while (end < PagesABlock && (pages >> end & 1) != 0)
            {
                end++;
            }

            int start = first * PresentPages.PageBytes;
            if (end > first && !_memory.TryRead(unchecked(address + (ulong)start), bytes.AsSpan(start, (end - first) * PresentPages.PageBytes)))
            {
                pages &= ~MaskOf(first, end - 1);
            }

            first = end;
        }

        return _blocks[number] = (bytes, pages);
    }

    private static ulong MaskOf(int first, int last) => ulong.MaxValue >> (63 - last) & ulong.MaxValue << first;
}
