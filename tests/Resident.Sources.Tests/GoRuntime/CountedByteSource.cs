using Resident.Sources.Binary;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Counts the bytes that are read of a source.</summary>
internal sealed class CountedByteSource(IByteSource inner) : IByteSource
{
    public long BytesRead { get; private set; }

    public string Name => inner.Name;

    public long Length => inner.Length;

    public int Read(long offset, Span<byte> destination)
    {
        int count = inner.Read(offset, destination);
        BytesRead += count;
        return count;
    }
}
