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

    /// <summary>Writes the numbers that indexes stand for, without a field.</summary>
    /// <param name="indexes">Places in <paramref name="values"/>.</param>
    /// <param name="values">The numbers.</param>
    public void WriteVarints(ReadOnlySpan<int> indexes, ReadOnlySpan<ulong> values)
    {
        long most = (long)indexes.Length * MostVarintBytes;
        if (_buffer.Length - _length < most)
        {
            Grow(most);
        }

        byte[] buffer = _buffer;
        int length = _length;
        foreach (int index in indexes)
        {
            ulong value = values[index];
            while (value >= 0x80)
            {
                buffer[length++] = unchecked((byte)(value | 0x80));
                value >>= 7;
            }

            buffer[length++] = (byte)value;
        }

        _length = length;
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

    /// <summary>Writes what stands before a field's bytes.</summary>
    public void WriteLength(int field, int length)
    {
        WriteVarint((uint)((field << 3) | WireReader.Bytes));
        WriteVarint((uint)length);
    }

    /// <summary>Writes a field with bytes.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> content)
    {
        WriteLength(field, content.Length);
        if (_buffer.Length - _length < content.Length)
        {
            Grow(content.Length);
        }

        content.CopyTo(_buffer.AsSpan(_length));
        _length += content.Length;
    }

    private void Grow(long room) =>
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(_buffer.Length * 2L, _length + room), Array.MaxLength));
}
