using System.Buffers.Text;
using System.Text;
using Resident.Model;
using Resident.Sources.MemStats;

namespace Resident.Sources.Pprof;

/// <summary>Parses what stands below the heap profile in text form, /debug/pprof/heap?debug=1: the runtime's MemStats.</summary>
/// <remarks><c># runtime.MemStats</c>, then lines <c># HeapAlloc = 42235128</c>, <c># Stack = INUSE / SYS</c> and
/// <c># PauseNs = [8984 384780 ...]</c>. The profile's records are not read. Source: writeHeapInternal in Go's runtime/pprof/pprof.go.</remarks>
public static class HeapTextParser
{
    /// <summary>Parses the trailer.</summary>
    /// <param name="text">The whole answer.</param>
    /// <param name="source">The address that messages use.</param>
    /// <param name="takenAt">When it was read.</param>
    /// <exception cref="MalformedInputException">There is no such trailer.</exception>
    public static GoMemory Parse(ReadOnlySpan<byte> text, string source, DateTimeOffset takenAt)
    {
        int start = text.LastIndexOf("# runtime.MemStats"u8);
        var builder = new MemStatsBuilder();
        if (start >= 0)
        {
            var rest = text[start..];
            foreach (var range in rest.Split((byte)'\n'))
            {
                var line = rest[range].TrimEnd((byte)'\r');
                int sign = line.IndexOf(" = "u8);
                if (line.StartsWith("# "u8) && sign > 2)
                {
                    ReadFigure(Encoding.UTF8.GetString(line[2..Math.Min(sign, 80)]), line[(sign + 3)..], builder);
                }
            }
        }

        return builder["HeapSys"] is null
            ? throw new MalformedInputException($"{source}: Expected a heap profile as text that ends with \"# runtime.MemStats\", found none.")
            : builder.Build("pprof", source, takenAt);
    }

    private static void ReadFigure(string name, ReadOnlySpan<byte> value, MemStatsBuilder builder)
    {
        switch (name)
        {
            case "PauseNs" or "PauseEnd":
                ReadRing(value, string.Equals(name, "PauseNs", StringComparison.Ordinal) ? builder.PauseNs : builder.PauseEnd);
                builder.HasPauses = true;
                break;
            case "Stack" or "MSpan" or "MCache":
                int slash = value.IndexOf(" / "u8);
                if (slash > 0)
                {
                    SetNumber(name + "Inuse", value[..slash], builder);
                    SetNumber(name + "Sys", value[(slash + 3)..], builder);
                }

                break;
            case nameof(GoMemory.GCCPUFraction):
                builder.GCCPUFraction = Utf8Parser.TryParse(value, out double fraction, out _) && fraction is >= 0 and <= 1 ? fraction : null;
                break;
            default:
                SetNumber(name, value, builder);
                break;
        }
    }

    private static void SetNumber(string name, ReadOnlySpan<byte> value, MemStatsBuilder builder)
    {
        if (Utf8Parser.TryParse(value, out ulong number, out int used) && used == value.Length)
        {
            builder.Set(name, number);
        }
    }

    private static void ReadRing(ReadOnlySpan<byte> value, long[] ring)
    {
        var numbers = value.Trim("[]"u8);
        int index = 0;
        foreach (var range in numbers.Split((byte)' '))
        {
            if (index == ring.Length)
            {
                return;
            }

            ring[index++] = Utf8Parser.TryParse(numbers[range], out long number, out _) ? number : 0;
        }
    }
}
