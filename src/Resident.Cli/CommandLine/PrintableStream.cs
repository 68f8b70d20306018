using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Resident.Cli.CommandLine;

/// <summary>A terminal as a stream of UTF-8, through which nothing passes that it would take for an order.</summary>
internal sealed class PrintableStream : Stream
{
    [SuppressMessage("Usage", "CA2213", Justification = "The console's own writer stays open: whoever gave it owns it.")]
    private readonly PrintableWriter _writer;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>Initializes a new instance of the <see cref="PrintableStream"/> class.</summary>
    /// <param name="inner">Where to. The caller owns it.</param>
    public PrintableStream(TextWriter inner)
    {
        _writer = new PrintableWriter(inner);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        char[] text = new char[_decoder.GetCharCount(buffer, flush: false)];
        _writer.Write(text.AsSpan(0, _decoder.GetChars(buffer, text, flush: false)));
    }
}
