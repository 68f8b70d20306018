namespace Resident.Sources.Pprof;

/// <summary>Builds one protobuf message in a buffer that is used again for the next.</summary>
internal sealed class WireWriter
{
    private const int MostVarintBytes = 10;

    private byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>Gets what was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _length = 0;

    /// <summary>Writes a number as it is, without a field.</summary>
    public void WriteVarint(ulong value)
    {
        if (_buffer.Length - _length < MostVarintBytes)
        {
            Grow(MostVarintBytes);
        }

        while (value >= 0x80)
        {
            _buffer[_length++] = unchecked((byte)(value | 0x80));
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Writes a field with a number; 0 is the default and is left out.</summary>
    public void WriteNumber(int field, long value)
    {
        if (value != 0)
        {
            WriteVarint((uint)((field << 3) | WireReader.Varint));
            WriteVarint(unchecked((ulong)value));
        }
    }

    /// <summary>Writes a field with bytes.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> content)
    {
        WriteVarint((uint)((field << 3) | WireReader.Bytes));
        WriteVarint((uint)content.Length);
        if (_buffer.Length - _length < content.Length)
        {
            Grow(content.Length);
        }

        content.CopyTo(_buffer.AsSpan(_length));
        _length += content.Length;
    }

    private void Grow(int room) =>
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(_buffer.Length * 2L, (long)_length + room), Array.MaxLength));
}
