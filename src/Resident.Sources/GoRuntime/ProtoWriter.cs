using System.Buffers;
using System.Text;

namespace Resident.Sources.GoRuntime;

/// <summary>Writes the few forms of protocol buffers that profile.proto has: varints, texts and messages.</summary>
internal sealed class ProtoWriter
{
    private const int LengthDelimited = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Gets what was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Writes a number; 0 is left out, as its absence says the same.</summary>
    public void Number(int field, long value) => Number(field, unchecked((ulong)value));

    /// <summary>Writes a number; 0 is left out, as its absence says the same.</summary>
    public void Number(int field, ulong value)
    {
        if (value != 0)
        {
            Varint((ulong)field << 3);
            Varint(value);
        }
    }

    /// <summary>Writes numbers packed into one field.</summary>
    public void Packed(int field, ReadOnlySpan<ulong> values)
    {
        int length = 0;
        foreach (ulong value in values)
        {
            length += VarintBytes(value);
        }

        Varint(((ulong)field << 3) | LengthDelimited);
        Varint((ulong)length);
        foreach (ulong value in values)
        {
            Varint(value);
        }
    }

    /// <summary>Writes a text, empty ones too: the table of texts counts them.</summary>
    public void Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a message that another writer holds.</summary>
    public void Message(int field, ReadOnlySpan<byte> message)
    {
        Varint(((ulong)field << 3) | LengthDelimited);
        Varint((ulong)message.Length);
        _bytes.Write(message);
    }

    private static int VarintBytes(ulong value)
    {
        int count = 1;
        for (ulong rest = value >> 7; rest != 0; rest >>= 7)
        {
            count++;
        }

        return count;
    }

    private void Varint(ulong value)
    {
        var part = _bytes.GetSpan(10);
        int count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            part[count++] = unchecked((byte)(value | 0x80));
        }

        part[count++] = (byte)value;
        _bytes.Advance(count);
    }
}
