using System.Buffers.Binary;

namespace Resident.Sources.GoTrace;

/// <summary>A gzip stream on its way to the decoder, which does not tell whether it was cut: the last four bytes state how long
/// the text is. Of several members in one file only the last states its own; such a file is not checked.</summary>
internal sealed class GzipEnd(Stream inner) : Stream
{
    private const int LengthBytes = 4;

    private uint _last;
    private int _members;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Tells, at the end, whether the stream was cut.</summary>
    /// <param name="textBytes">How many bytes the decoder made of it.</param>
    public bool IsCut(long textBytes) => _members <= 1 && BinaryPrimitives.ReverseEndianness(_last) != unchecked((uint)textBytes);

    public override int Read(byte[] buffer, int offset, int count) => Note(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Note(buffer.Span[..count]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Note(ReadOnlySpan<byte> bytes)
    {
        _members += bytes.Count((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);
        foreach (byte value in bytes[Math.Max(0, bytes.Length - LengthBytes)..])
        {
            _last = unchecked((_last << 8) | value);
        }

        return bytes.Length;
    }
}
