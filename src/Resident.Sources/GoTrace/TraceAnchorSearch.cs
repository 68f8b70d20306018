using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Resident.Sources.GoTrace;

/// <summary>Looks for the first of a few fixed texts in one pass.</summary>
/// <remarks>
/// The texts are dealt into eight groups, a bit each. For every place, six small tables tell which groups the two halves of the first three bytes
/// allow; where one group is allowed by all of them, the texts are compared. One pass of this takes a seventh of the time that a pass a text takes, and
/// everything that a program writes goes through it. The method is known as Teddy.
/// </remarks>
internal sealed class TraceAnchorSearch
{
    private const int Heads = 3;
    private const int Groups = 8;
    private const int Halves = 16;

    private readonly byte[][] _texts;
    private readonly byte[] _low = new byte[Heads * Halves];
    private readonly byte[] _high = new byte[Heads * Halves];

    /// <summary>Initializes a new instance of the <see cref="TraceAnchorSearch"/> class.</summary>
    /// <param name="texts">The texts, of which none begins another. The first counts only with a space or a digit behind it; it has two bytes
    /// and the others have more.</param>
    public TraceAnchorSearch(byte[][] texts)
    {
        _texts = texts;
        for (int index = 0; index < texts.Length; index++)
        {
            byte group = (byte)(1 << (index % Groups));
            for (int at = 0; at < Heads; at++)
            {
                foreach (byte value in at < texts[index].Length ? texts[index].AsSpan(at, 1) : " 0123456789"u8)
                {
                    _low[(at * Halves) + (value % Halves)] |= group;
                    _high[(at * Halves) + (value / Halves)] |= group;
                }
            }
        }
    }

    /// <summary>Finds the first text at or after a place.</summary>
    /// <param name="data">Where to look.</param>
    /// <param name="from">The place.</param>
    /// <param name="index">Which text it is.</param>
    /// <returns>Where it begins, or -1.</returns>
    public int Find(ReadOnlySpan<byte> data, int from, out int index)
    {
        // Told apart once a call: a native build checks for the instructions as it runs.
        return Ssse3.IsSupported ? FindWith<X86Tables>(data, from, out index)
            : AdvSimd.Arm64.IsSupported ? FindWith<ArmTables>(data, from, out index)
            : FindByByte(data, from, out index);
    }

    private static Vector128<byte> Table(byte[] halves, int head) => Vector128.Create<byte>(halves.AsSpan(head * Halves, Halves));

    private static Vector128<byte> Allowed<TTables>(Vector128<byte> low, Vector128<byte> high, Vector128<byte> bytes, Vector128<byte> half)
        where TTables : struct, ITables =>
        TTables.Look(low, bytes & half) & TTables.Look(high, (bytes.AsUInt16() >>> 4).AsByte() & half);

    private int FindWith<TTables>(ReadOnlySpan<byte> data, int from, out int index)
        where TTables : struct, ITables
    {
        var half = Vector128.Create((byte)0x0F);
        var low0 = Table(_low, 0);
        var low1 = Table(_low, 1);
        var low2 = Table(_low, 2);
        var high0 = Table(_high, 0);
        var high1 = Table(_high, 1);
        var high2 = Table(_high, 2);
        ref byte first = ref MemoryMarshal.GetReference(data);
        int at = from;
        for (; at <= data.Length - Halves - (Heads - 1); at += Halves)
        {
            var one = Vector128.LoadUnsafe(ref first, (nuint)at);
            var two = Vector128.LoadUnsafe(ref first, (nuint)at + 1);
            var three = Vector128.LoadUnsafe(ref first, (nuint)at + 2);
            var allowed = Allowed<TTables>(low0, high0, one, half) & Allowed<TTables>(low1, high1, two, half) & Allowed<TTables>(low2, high2, three, half);
            uint places = ~Vector128.Equals(allowed, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
            for (; places != 0; places &= places - 1)
            {
                int place = at + BitOperations.TrailingZeroCount(places);
                if (IsText(data[place..], out index))
                {
                    return place;
                }
            }
        }

        return FindByByte(data, at, out index);
    }

    private int FindByByte(ReadOnlySpan<byte> data, int from, out int index)
    {
        for (int at = from; at < data.Length; at++)
        {
            if (IsText(data[at..], out index))
            {
                return at;
            }
        }

        index = -1;
        return -1;
    }

    private bool IsText(ReadOnlySpan<byte> data, out int index)
    {
        for (index = 0; index < _texts.Length; index++)
        {
            byte[] text = _texts[index];
            if (data[0] == text[0] && data.StartsWith(text))
            {
                return index > 0 || data.Length == text.Length || data[text.Length] is (byte)' ' or (>= (byte)'0' and <= (byte)'9');
            }
        }

        return false;
    }

    /// <summary>Looks sixteen numbers from 0 to 15 up in a table of sixteen bytes.</summary>
    private interface ITables
    {
        static abstract Vector128<byte> Look(Vector128<byte> table, Vector128<byte> indexes);
    }

    private readonly struct X86Tables : ITables
    {
        public static Vector128<byte> Look(Vector128<byte> table, Vector128<byte> indexes) => Ssse3.Shuffle(table, indexes);
    }

    private readonly struct ArmTables : ITables
    {
        public static Vector128<byte> Look(Vector128<byte> table, Vector128<byte> indexes) => AdvSimd.Arm64.VectorTableLookup(table, indexes);
    }
}
