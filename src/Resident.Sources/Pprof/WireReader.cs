namespace Resident.Sources.Pprof;

/// <summary>Walks over the fields of one protobuf message. A damaged message sets <see cref="IsDamaged"/> and ends the walk.</summary>
/// <remarks>Encoding: protobuf.dev/programming-guides/encoding. Groups (wire types 3 and 4) are not part of profile.proto.</remarks>
internal ref struct WireReader
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Bytes = 2;
    public const int Fixed32 = 5;

    private const int MostVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _data;
    private int _position;

    public WireReader(ReadOnlySpan<byte> data)
    {
        _data = data;
    }

    /// <summary>Gets the current field's number.</summary>
    public int Field { get; private set; }

    /// <summary>Gets the current field's wire type.</summary>
    public int WireType { get; private set; }

    /// <summary>Gets the current field's value, where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Gets where the current field's bytes start in the message, where it has bytes.</summary>
    public int Start { get; private set; }

    /// <summary>Gets the current field's number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Gets a value indicating whether the message broke off or holds what it may not.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Gets the current field's bytes.</summary>
    public readonly ReadOnlySpan<byte> Content => _data.Slice(Start, Length);

    /// <summary>Reads one number at a place, or returns false when it is cut short or too long.</summary>
    public static bool TryReadVarint(ReadOnlySpan<byte> data, ref int position, out ulong value)
    {
        if ((uint)position < (uint)data.Length && data[position] < 0x80)
        {
            value = data[position++];
            return true;
        }

        value = 0;
        int most = Math.Min(MostVarintBytes, data.Length - position);
        for (int i = 0; i < most; i++)
        {
            ulong part = data[position + i];
            value |= (part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                position += i + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to the next field. False at the end and on damage.</summary>
    public bool TryRead()
    {
        if (_position >= _data.Length)
        {
            return false;
        }

        if (!TryReadVarint(_data, ref _position, out ulong tag))
        {
            return Fail();
        }

        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        WireType = (int)(tag & 7);
        return WireType switch
        {
            Varint => TryReadNumber(),
            Bytes => TryReadBytes(),
            Fixed64 => TrySkip(sizeof(ulong)),
            Fixed32 => TrySkip(sizeof(uint)),
            _ => Fail(),
        };
    }

    private bool TryReadNumber()
    {
        if (!TryReadVarint(_data, ref _position, out ulong value))
        {
            return Fail();
        }

        Number = value;
        return true;
    }

    private bool TryReadBytes()
    {
        if (!TryReadVarint(_data, ref _position, out ulong length) || length > (ulong)(_data.Length - _position))
        {
            return Fail();
        }

        Start = _position;
        Length = (int)length;
        _position += Length;
        return true;
    }

    private bool TrySkip(int count)
    {
        if (count > _data.Length - _position)
        {
            return Fail();
        }

        _position += count;
        return true;
    }

    private bool Fail()
    {
        IsDamaged = true;
        return false;
    }
}
