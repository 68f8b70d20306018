using Resident.Sources.Binary;

namespace Resident.Sources.Tests.Symbols;

/// <summary>A source with some of its bytes changed, and cut short, without a copy of it.</summary>
internal sealed class PatchedSource(IByteSource inner, long length, IReadOnlyList<(long Place, byte[] Bytes)> patches) : IByteSource
{
    public string Name => inner.Name;

    public long Length { get; } = Math.Min(length, inner.Length);

    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= Length)
        {
            return 0;
        }

        int count = inner.Read(offset, destination[..(int)Math.Min(destination.Length, Length - offset)]);
        foreach (var (place, bytes) in patches)
        {
            long from = Math.Max(place, offset);
            long to = Math.Min(place + bytes.Length, offset + count);
            if (from < to)
            {
                bytes.AsSpan((int)(from - place), (int)(to - from)).CopyTo(destination[(int)(from - offset)..]);
            }
        }

        return count;
    }
}
