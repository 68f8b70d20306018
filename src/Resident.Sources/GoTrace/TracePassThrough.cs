using System.Buffers;

namespace Resident.Sources.GoTrace;

/// <summary>The stream's bytes in order: each is passed on or taken out, once. It knows where lines begin.</summary>
internal sealed class TracePassThrough(IBufferWriter<byte>? output, IBufferWriter<byte>? taken)
{
    private readonly byte[] _head = new byte[AppText.HeadBytes];
    private int _headCount;
    private bool _headClosed = true;

    /// <summary>Gets a value indicating whether the next byte stands after others on its line.</summary>
    public bool IsMidLine { get; private set; }

    /// <summary>Gets the byte before, passed on or taken out; a newline at the start.</summary>
    public byte LastByte { get; private set; } = (byte)'\n';

    /// <summary>Gets the number of the line on which the next byte stands.</summary>
    public long Line { get; private set; } = 1;

    public long PassedBytes { get; private set; }

    public long TakenBytes { get; private set; }

    /// <summary>Gets the first bytes of the program's latest line.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headCount);

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        output?.Write(bytes);
        PassedBytes += bytes.Length;
        Remember(bytes);
        Step(bytes);
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            taken?.Write(bytes);
            TakenBytes += bytes.Length;
            Step(bytes);
        }
    }

    private void Step(ReadOnlySpan<byte> bytes)
    {
        LastByte = bytes[^1];
        IsMidLine = LastByte != '\n';
        Line += bytes.Count((byte)'\n');
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        bool closes = bytes[^1] == '\n';
        var body = closes ? bytes[..^1] : bytes;
        int lineStart = body.LastIndexOf((byte)'\n') + 1;
        if (lineStart > 0 || _headClosed)
        {
            _headCount = 0;
        }

        var piece = body[lineStart..];
        piece = piece[..Math.Min(piece.Length, _head.Length - _headCount)];
        piece.CopyTo(_head.AsSpan(_headCount));
        _headCount += piece.Length;
        _headClosed = closes;
    }
}
