using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof;

/// <summary>Fills the columns of the samples: the part of decoding that the time goes into.</summary>
internal sealed class ProtoSamples
{
    private const uint HighBits = 0x80808080;

    private readonly int _valueCount;
    private readonly IdIndex _locations;
    private readonly int[] _strings;
    private readonly long[] _values;
    private readonly int[] _stackStarts;
    private readonly int[] _stacks;
    private readonly int[] _labelStarts;
    private readonly SampleLabel[] _labels;
    private int _sample;
    private int _frame;
    private int _label;
    private int _value;

    public ProtoSamples(ProtoScan scan, int valueCount, IdIndex locations, int[] strings, int dataLength)
    {
        // A value takes a byte at least. Where the bytes are too few, some sample has too few values, and that is found below.
        long values = (long)scan.SampleCount * valueCount;
        _valueCount = valueCount;
        _locations = locations;
        _strings = strings;
        _values = values <= dataLength ? new long[values] : [];
        _stackStarts = new int[scan.SampleCount + 1];
        _stacks = GC.AllocateUninitializedArray<int>(scan.FrameCount);
        _labelStarts = new int[scan.SampleCount + 1];
        _labels = GC.AllocateUninitializedArray<SampleLabel>(scan.LabelCount);
    }

    /// <summary>Gets the first rule that the samples break, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads all samples. False when one is no sample at all.</summary>
    public bool TryFill(ReadOnlySpan<byte> data)
    {
        if (_valueCount == 0 && _stackStarts.Length > 1)
        {
            Problem = "missing sample type information";
            return true;
        }

        var reader = new WireReader(data);
        while (reader.TryRead())
        {
            if (reader.Field == PprofFormat.ProfileSample && !TryReadSample(reader.Content))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gets the columns. The arrays go over to the table.</summary>
    public SampleTable ToTable() => new()
    {
        ValueCount = _valueCount,
        Values = ImmutableCollectionsMarshal.AsImmutableArray(_values),
        StackStarts = ImmutableCollectionsMarshal.AsImmutableArray(_stackStarts),
        Stacks = ImmutableCollectionsMarshal.AsImmutableArray(_stacks),
        LabelStarts = ImmutableCollectionsMarshal.AsImmutableArray(_labelStarts),
        Labels = _label == _labels.Length ? ImmutableCollectionsMarshal.AsImmutableArray(_labels) : [.. _labels.AsSpan(0, _label)],
    };

    private bool TryReadSample(ReadOnlySpan<byte> sample)
    {
        _value = 0;
        var reader = new WireReader(sample);
        while (reader.TryRead())
        {
            bool isGood = reader.Field switch
            {
                PprofFormat.SampleLocationId => TryReadFrames(ref reader),
                PprofFormat.SampleValue => TryReadValues(ref reader),
                PprofFormat.SampleLabelField => reader.WireType == WireReader.Bytes && TryReadLabel(reader.Content),
                _ => true,
            };
            if (!isGood)
            {
                return false;
            }
        }

        if (_value != _valueCount)
        {
            Problem ??= string.Create(CultureInfo.InvariantCulture, $"mismatch: sample has {_value} values vs. {_valueCount} types");
        }

        _sample++;
        _stackStarts[_sample] = _frame;
        _labelStarts[_sample] = _label;
        return true;
    }

    private bool TryReadFrames(ref WireReader reader)
    {
        if (reader.WireType != WireReader.Bytes)
        {
            AddFrame(reader.Number);
            return reader.WireType == WireReader.Varint;
        }

        return TryReadPacked(reader.Content);
    }

    /// <summary>Reads packed ids. Nearly all take one to four bytes, which are read without a branch, and nearly all are found in an array.</summary>
    private bool TryReadPacked(ReadOnlySpan<byte> content)
    {
        var dense = _locations.Dense;
        int position = 0;
        int frame = _frame;
        while (position < content.Length)
        {
            unchecked
            {
                uint ends = 0;
                ulong id;
                if (content.Length - position >= sizeof(uint))
                {
                    uint word = BinaryPrimitives.ReadUInt32LittleEndian(content[position..]);
                    ends = ~word & HighBits;
                    word &= ends ^ (ends - 1);
                    id = (word & 0x7F) | ((word >> 1) & 0x3F80) | ((word >> 2) & 0x1FC000) | ((word >> 3) & 0xFE00000);
                    position += ends == 0 ? 0 : (BitOperations.TrailingZeroCount(ends) + 1) / 8;
                }
                else
                {
                    id = 0;
                }

                if (ends == 0 && !WireReader.TryReadVarint(content, ref position, out id))
                {
                    return false;
                }

                int location = id < (ulong)dense.Length ? dense[(int)id] - 1 : _locations.Find(id);
                if (location < 0)
                {
                    Problem ??= "sample has nil location";
                }

                _stacks[frame++] = location;
            }
        }

        _frame = frame;
        return true;
    }

    private void AddFrame(ulong id)
    {
        int location = _locations.Find(id);
        if (location < 0)
        {
            Problem ??= "sample has nil location";
        }

        _stacks[_frame++] = location;
    }

    private bool TryReadValues(ref WireReader reader)
    {
        if (reader.WireType != WireReader.Bytes)
        {
            AddValue(reader.Number);
            return reader.WireType == WireReader.Varint;
        }

        int position = 0;
        var content = reader.Content;
        while (position < content.Length)
        {
            if (!WireReader.TryReadVarint(content, ref position, out ulong value))
            {
                return false;
            }

            AddValue(value);
        }

        return true;
    }

    private void AddValue(ulong value)
    {
        long place = ((long)_sample * _valueCount) + _value;
        if (_value < _valueCount && place < _values.Length)
        {
            _values[place] = unchecked((long)value);
        }

        _value++;
    }

    private bool TryReadLabel(ReadOnlySpan<byte> data)
    {
        Span<long> fields = stackalloc long[PprofFormat.LabelNumUnit + 1];
        fields.Clear();
        var reader = new WireReader(data);
        while (reader.TryRead())
        {
            if (reader.Field is >= PprofFormat.LabelKey and <= PprofFormat.LabelNumUnit)
            {
                fields[reader.Field] = unchecked((long)reader.Number);
                if (reader.WireType != WireReader.Varint)
                {
                    return false;
                }
            }
        }

        ulong most = (ulong)_strings.Length;
        ulong key = unchecked((ulong)fields[PprofFormat.LabelKey]);
        ulong text = unchecked((ulong)fields[PprofFormat.LabelStr]);
        ulong unit = unchecked((ulong)fields[PprofFormat.LabelNumUnit]);
        if (reader.IsDamaged || key >= most || text >= most || unit >= most)
        {
            return false;
        }

        long number = fields[PprofFormat.LabelNum];
        if (text != 0)
        {
            _labels[_label++] = new SampleLabel(_strings[key], _strings[text], -1, 0);
        }
        else if (number != 0 || unit != 0)
        {
            _labels[_label++] = new SampleLabel(_strings[key], -1, unit == 0 ? -1 : _strings[unit], number);
        }

        return true;
    }
}
