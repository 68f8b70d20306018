using System.Buffers.Binary;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Parses the CPU profiles of gperftools: words of 32 or 64 bits, little- or big-endian.</summary>
/// <remarks>Format: gperftools' docs/cpuprofile-fileformat.html. Header 0 3 kind period 0; then count, depth, addresses; end 0 1 0.</remarks>
internal ref struct CpuBinaryParser
{
    private const int HeaderWords = 5;
    private const long NanosecondsOfMicrosecond = 1000;
    private const int SimilarSamples = 32;

    private readonly int _width;
    private readonly bool _isBigEndian;
    private ReadOnlySpan<byte> _rest;

    private CpuBinaryParser(ReadOnlySpan<byte> data, int width, bool isBigEndian)
    {
        _rest = data;
        _width = width;
        _isBigEndian = isBigEndian;
    }

    /// <summary>Parses, or returns null when the bytes are no such profile.</summary>
    public static LegacyBuilder? TryParse(ReadOnlySpan<byte> data)
    {
        foreach (var (width, isBigEndian) in new[] { (4, false), (4, true), (8, false), (8, true) })
        {
            var parser = new CpuBinaryParser(data, width, isBigEndian);
            if (data.Length < HeaderWords * width)
            {
                continue;
            }

            var (zero, three, kind, period, padding) = (parser.Word(), parser.Word(), parser.Word(), parser.Word(), parser.Word());
            if (zero == 0 && three == 3 && kind <= 1 && period > 0 && padding == 0)
            {
                return parser.Parse(unchecked((long)period * NanosecondsOfMicrosecond), isJava: kind == 1);
            }
        }

        return null;
    }

    private ulong Word()
    {
        var word = _rest[.._width];
        _rest = _rest[_width..];
        return (_width, _isBigEndian) switch
        {
            (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(word),
            (4, true) => BinaryPrimitives.ReadUInt32BigEndian(word),
            (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(word),
            _ => BinaryPrimitives.ReadUInt64BigEndian(word),
        };
    }

    private LegacyBuilder? Parse(long period, bool isJava)
    {
        var builder = new LegacyBuilder(new Profile
        {
            Period = period,
            PeriodType = new SampleType("cpu", "nanoseconds"),
            SampleTypes = [new SampleType("samples", "count"), new SampleType("cpu", "nanoseconds")],
        })
        {
            ForgetsAddresses = isJava,
        };
        while (!_rest.IsEmpty)
        {
            if (_rest.Length < 2 * _width)
            {
                return null;
            }

            ulong count = Word();
            ulong depth = Word();
            if (depth > (ulong)(_rest.Length / _width))
            {
                return null;
            }

            var addresses = new List<ulong>((int)depth);
            for (ulong i = 0; i < depth; i++)
            {
                addresses.Add(Word());
            }

            if (count == 0 && addresses is [0])
            {
                break;
            }

            long[] values = [unchecked((long)count), unchecked((long)count * period)];
            if (isJava)
            {
                builder.Add(addresses, values);
            }
            else
            {
                builder.AddStopped(addresses, values);
            }
        }

        if (isJava)
        {
            JavaTextParser.ReadLocations(_rest, builder);
            return builder;
        }

        DropHandlerFrames(builder);
        builder.Mappings.AddRange(MemoryMap.Read(_rest));
        return builder;
    }

    /// <summary>Takes out the second frame where nearly all samples share it: the signal handler left it; and the doubled leaf.</summary>
    private static void DropHandlerFrames(LegacyBuilder builder)
    {
        int enough = builder.Stacks.Count - (builder.Stacks.Count / SimilarSamples);
        for (int round = 0; round < 2; round++)
        {
            var common = builder.Stacks
                .Where(static stack => stack.Count > 1)
                .GroupBy(stack => builder.AddressOf(stack[1]))
                .FirstOrDefault(group => group.Count() >= enough);
            foreach (var stack in common is null ? [] : common.ToList())
            {
                stack.RemoveAt(1);
            }
        }

        foreach (var stack in builder.Stacks)
        {
            if (stack.Count > 1 && builder.AddressOf(stack[0]) == unchecked(builder.AddressOf(stack[1]) + 1))
            {
                stack.RemoveAt(1);
            }
        }
    }
}
