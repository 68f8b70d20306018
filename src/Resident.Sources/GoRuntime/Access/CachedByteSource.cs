using Resident.Sources.Binary;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Keeps the blocks of a source that were read last, so that many small reads of one neighbourhood cost one call.</summary>
/// <remarks>It holds at most 1 MiB. Not safe for two threads at once.</remarks>
internal sealed class CachedByteSource : IByteSource
{
    private const int BlockBytes = 8192;
    private const int Blocks = 128;

    private readonly IByteSource _source;
    private readonly byte[]?[] _blocks = new byte[Blocks][];
    private readonly long[] _numbers = new long[Blocks];
    private readonly int[] _lengths = new int[Blocks];

    /// <summary>Initializes a new instance of the <see cref="CachedByteSource"/> class.</summary>
    /// <param name="source">The source; the caller owns it.</param>
    public CachedByteSource(IByteSource source)
    {
        _source = source;
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public long Length => _source.Length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination)
    {
        if (destination.Length > BlockBytes)
        {
            return _source.Read(offset, destination);
        }

        int total = 0;
        while (total < destination.Length)
        {
            long place = offset + total;
            var block = Block(place / BlockBytes);
            int into = (int)(place % BlockBytes);
            if (into >= block.Length)
            {
                break;
            }

            int count = Math.Min(block.Length - into, destination.Length - total);
            block.Slice(into, count).CopyTo(destination[total..]);
            total += count;
        }

        return total;
    }

    private ReadOnlySpan<byte> Block(long number)
    {
        int slot = (int)(number % Blocks);
        byte[] block = _blocks[slot] ??= new byte[BlockBytes];
        if (_lengths[slot] == 0 || _numbers[slot] != number)
        {
            _lengths[slot] = _source.Read(number * BlockBytes, block);
            _numbers[slot] = number;
        }

        return block.AsSpan(0, _lengths[slot]);
    }
}
