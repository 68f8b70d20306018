using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Resident.Testing.Fuzzing;

/// <summary>Makes inputs of given ones: bits flipped, numbers at their edges, blocks cut, copied and moved, two spliced, words of the format
/// put in.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class Mutator
{
    private const int MostBlock = 512;
    private const int MostCopies = 300;

    private static readonly long[] Edges =
    [
        0, 1, -1, 2, 7, 8, 16, 63, 64, 127, 128, 255, 256, 4095, 4096, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue,
        1L + uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40, 1L << 48,
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "9", "127", "255", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "99999999999999999999999999", "0.0000001",
        "1e308", "1e309", "-1e999", "1e-400", "NaN", "+Inf", "-Inf", "0x", "0xffffffffffffffff", "00000000000000000000000000000001", "1.7976931348623157e+308",
    ];

    private readonly byte[][] _corpus;
    private readonly byte[][] _words;
    private readonly int _mostBytes;

    /// <summary>Initializes a new instance of the <see cref="Mutator"/> class.</summary>
    /// <param name="corpus">The inputs to begin with; at least one.</param>
    /// <param name="words">What the format is made of.</param>
    /// <param name="mostBytes">The longest input.</param>
    public Mutator(IReadOnlyList<byte[]> corpus, IEnumerable<string> words, int mostBytes)
    {
        _corpus = [.. corpus];
        _words = [.. words.Select(Encoding.Latin1.GetBytes), .. Numbers.Select(Encoding.Latin1.GetBytes), [0], [0xff], [0x80], [0xef, 0xbb, 0xbf], [0xc3, 0x28]];
        _mostBytes = mostBytes;
    }

    /// <summary>Makes an input.</summary>
    public byte[] Next(Random random)
    {
        List<byte> bytes = [.. _corpus[random.Next(_corpus.Length)]];

        // Most inputs get a few changes, some get many.
        int changes = random.Next(10) == 0 ? random.Next(60) : 1 + random.Next(6);
        for (; changes > 0; changes--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    /// <summary>Makes an input of the same length as a given one, which has what it had behind what was cut.</summary>
    public byte[] ChangeInPlace(ReadOnlySpan<byte> original, Random random)
    {
        List<byte> bytes = [.. original];
        Change(bytes, random);
        byte[] changed = original.ToArray();
        bytes[..Math.Min(bytes.Count, changed.Length)].CopyTo(changed);
        return changed;
    }

    private static void ChangeBytes(List<byte> bytes, int place, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2:
                bytes[place] = unchecked((byte)(bytes[place] + random.Next(-4, 5)));
                break;
            case 3:
                SetInteger(bytes, place, random);
                break;
            default:
                SetNumber(bytes, place, random);
                break;
        }
    }

    private static void SetInteger(List<byte> bytes, int place, Random random)
    {
        Span<byte> word = stackalloc byte[8];
        long edge = Edges[random.Next(Edges.Length)];
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, edge);
        }
        else
        {
            BinaryPrimitives.WriteInt64BigEndian(word, edge);
        }

        int width = 1 << random.Next(4);
        int from = BitConverter.IsLittleEndian ? 0 : 8 - width;
        int start = random.Next(2) == 0 ? place / width * width : place;
        for (int i = 0; i < width && start + i < bytes.Count; i++)
        {
            bytes[start + i] = word[from + i];
        }
    }

    // The digits at a place or behind it become another number.
    private static void SetNumber(List<byte> bytes, int place, Random random)
    {
        int start = bytes.FindIndex(place, static value => char.IsAsciiDigit((char)value));
        if (start < 0)
        {
            return;
        }

        int end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
        {
            end++;
        }

        string number = random.Next(3) == 0 ? random.NextInt64().ToString(CultureInfo.InvariantCulture) : Numbers[random.Next(Numbers.Length)];
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.Latin1.GetBytes(number));
    }

    private void Change(List<byte> bytes, Random random)
    {
        int place = random.Next(bytes.Count + 1);
        if (random.Next(2) == 0 && place < bytes.Count)
        {
            ChangeBytes(bytes, place, random);
        }
        else
        {
            ChangeBlocks(bytes, place, random);
        }

        if (bytes.Count > _mostBytes)
        {
            bytes.RemoveRange(_mostBytes, bytes.Count - _mostBytes);
        }
    }

    private void ChangeBlocks(List<byte> bytes, int place, Random random)
    {
        int length = Math.Min(random.Next(1, random.Next(4) == 0 ? MostBlock : 24), bytes.Count - place);
        switch (random.Next(7))
        {
            case 0:
                bytes.RemoveRange(place, length);
                break;
            case 1:
                Repeat(bytes, place, length, random);
                break;
            case 2 when length > 0:
                var moved = bytes.GetRange(place, length);
                bytes.RemoveRange(place, length);
                bytes.InsertRange(random.Next(bytes.Count + 1), moved);
                break;
            case 3:
                byte[] other = _corpus[random.Next(_corpus.Length)];
                int from = random.Next(other.Length + 1);
                byte[] part = other[from..Math.Min(other.Length, from + random.Next(1, MostBlock))];
                bytes.RemoveRange(place, random.Next(2) == 0 ? Math.Min(part.Length, bytes.Count - place) : 0);
                bytes.InsertRange(place, part);
                break;
            case 4 when random.Next(4) == 0:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 5 when random.Next(4) == 0:
                byte[] rest = _corpus[random.Next(_corpus.Length)];
                bytes.RemoveRange(place, bytes.Count - place);
                bytes.AddRange(rest[random.Next(rest.Length + 1)..]);
                break;
            default:
                bytes.InsertRange(place, _words[random.Next(_words.Length)]);
                break;
        }
    }

    // Once or twice, or so often that what takes the square of the time is seen.
    private void Repeat(List<byte> bytes, int place, int length, Random random)
    {
        var block = bytes.GetRange(place, length);
        int copies = random.Next(8) == 0 ? random.Next(MostCopies) : random.Next(1, 3);
        copies = Math.Min(copies, (_mostBytes - Math.Min(bytes.Count, _mostBytes)) / Math.Max(length, 1));
        byte[] all = new byte[copies * length];
        for (int i = 0; i < copies; i++)
        {
            block.CopyTo(all, i * length);
        }

        bytes.InsertRange(place, all);
    }
}
