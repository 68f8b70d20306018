namespace Resident.Sources.Binary;

/// <summary>Bytes in hand, read by place.</summary>
public sealed class MemoryByteSource : IByteSource
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Initializes a new instance of the <see cref="MemoryByteSource"/> class.</summary>
    /// <param name="name">The name that messages use.</param>
    /// <param name="bytes">The bytes; they are not copied.</param>
    public MemoryByteSource(string name, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        _bytes = bytes;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Length => _bytes.Length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= _bytes.Length)
        {
            return 0;
        }

        var rest = _bytes.Span[(int)offset..];
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }
}
