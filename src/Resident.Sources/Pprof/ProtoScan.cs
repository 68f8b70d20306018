using System.Numerics;
using System.Runtime.InteropServices;

namespace Resident.Sources.Pprof;

/// <summary>A first walk over a profile: how much of everything there is, and where the small tables lie.</summary>
internal sealed class ProtoScan
{
    private const ulong HighBits = 0x8080808080808080;

    /// <summary>Gets where the strings lie: start and length.</summary>
    public List<(int Start, int Length)> Strings { get; } = [];

    public List<(int Start, int Length)> SampleTypes { get; } = [];

    public List<(int Start, int Length)> Mappings { get; } = [];

    public List<(int Start, int Length)> Locations { get; } = [];

    public List<(int Start, int Length)> Functions { get; } = [];

    /// <summary>Gets the fields that are numbers, by field number; comments are apart.</summary>
    public long[] Numbers { get; } = new long[PprofFormat.ProfileDocUrl + 1];

    public List<long> Comments { get; } = [];

    public (int Start, int Length) PeriodType { get; private set; }

    public int SampleCount { get; private set; }

    public int FrameCount { get; private set; }

    public int LabelCount { get; private set; }

    /// <summary>Gets a value indicating whether the time occurs twice: two profiles, one after the other.</summary>
    public bool IsConcatenated { get; private set; }

    /// <summary>Walks over the profile. False when it is no profile.</summary>
    public bool TryRun(ReadOnlySpan<byte> data)
    {
        var reader = new WireReader(data);
        while (reader.TryRead())
        {
            bool isGood = reader.Field switch
            {
                PprofFormat.ProfileSampleType => AddRange(ref reader, SampleTypes),
                PprofFormat.ProfileSample => reader.WireType == WireReader.Bytes && TryCount(reader.Content),
                PprofFormat.ProfileMapping => AddRange(ref reader, Mappings),
                PprofFormat.ProfileLocation => AddRange(ref reader, Locations),
                PprofFormat.ProfileFunction => AddRange(ref reader, Functions),
                PprofFormat.ProfileStringTable => AddRange(ref reader, Strings) && (Strings.Count > 1 || reader.Length == 0),
                PprofFormat.ProfilePeriodType => AddPeriodType(ref reader),
                PprofFormat.ProfileComment => TryReadNumbers(ref reader, Comments),
                >= PprofFormat.ProfileDropFrames and <= PprofFormat.ProfileDocUrl => AddNumber(ref reader),
                _ => true,
            };
            if (!isGood)
            {
                return false;
            }
        }

        return !reader.IsDamaged && Strings.Count > 0;
    }

    /// <summary>Counts the numbers in a packed field; each ends with a byte below 0x80.</summary>
    public static int CountVarints(ReadOnlySpan<byte> packed)
    {
        int count = 0;
        var words = MemoryMarshal.Cast<byte, ulong>(packed);
        foreach (ulong word in words)
        {
            count += BitOperations.PopCount(~word & HighBits);
        }

        foreach (byte value in packed[(words.Length * sizeof(ulong))..])
        {
            count += value < 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Reads the numbers of a repeated field, packed or not.</summary>
    public static bool TryReadNumbers(ref WireReader reader, List<long> numbers)
    {
        if (reader.WireType == WireReader.Varint)
        {
            numbers.Add(unchecked((long)reader.Number));
            return true;
        }

        if (reader.WireType != WireReader.Bytes)
        {
            return false;
        }

        int position = 0;
        var content = reader.Content;
        while (position < content.Length)
        {
            if (!WireReader.TryReadVarint(content, ref position, out ulong value))
            {
                return false;
            }

            numbers.Add(unchecked((long)value));
        }

        return true;
    }

    private static bool AddRange(ref WireReader reader, List<(int Start, int Length)> ranges)
    {
        if (reader.WireType != WireReader.Bytes)
        {
            return false;
        }

        ranges.Add((reader.Start, reader.Length));
        return true;
    }

    private bool AddPeriodType(ref WireReader reader)
    {
        PeriodType = (reader.Start, reader.Length);
        return reader.WireType == WireReader.Bytes;
    }

    private bool AddNumber(ref WireReader reader)
    {
        if (reader.WireType != WireReader.Varint)
        {
            return false;
        }

        if (reader.Field == PprofFormat.ProfileTimeNanos && Numbers[reader.Field] != 0)
        {
            IsConcatenated = true;
            return false;
        }

        Numbers[reader.Field] = unchecked((long)reader.Number);
        return true;
    }

    private bool TryCount(ReadOnlySpan<byte> sample)
    {
        SampleCount++;
        var reader = new WireReader(sample);
        while (reader.TryRead())
        {
            if (reader.Field == PprofFormat.SampleLocationId)
            {
                FrameCount += reader.WireType == WireReader.Bytes ? CountVarints(reader.Content) : 1;
            }
            else if (reader.Field == PprofFormat.SampleLabelField)
            {
                LabelCount++;
            }
        }

        return !reader.IsDamaged;
    }
}
