using System.Buffers;
using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Runtime;

/// <summary>Writes the page map of a Go heap as JSON, schema resident.map/1.</summary>
public static class GoMapJson
{
    /// <summary>Writes one object. Pages are base64 texts with a byte a page: kind (0 idle, 1 released, 2 objects, 3 stacks,
    /// 4 other), fullness of its span in percent, residency in percent. Spans are a base64 text of varints (LEB128), four a span,
    /// by address: pages since the end of the span before (or since the region's start), pages, class + 1 (0: stacks), objects.</summary>
    public static void Write(GoPageMap map, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("schema"u8, "resident.map/1"u8);
        json.WriteString("time"u8, map.TakenAt);
        json.WriteNumber("pageBytes"u8, map.PageBytes);
        json.WriteStartObject("totals"u8);
        foreach (var total in map.Totals)
        {
            json.WriteStartObject(NameOf(total.Kind));
            json.WriteNumber("bytes"u8, total.Bytes.Bytes);
            WriteSize(json, "residentBytes"u8, total.Resident);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteSize(json, "hugePageBytes"u8, map.HugePages);
        WriteSize(json, "lazyFreeBytes"u8, map.LazyFree);
        WriteSizeClasses(map.Spans, json);
        json.WriteStartArray("regions"u8);
        int span = 0;
        foreach (var region in map.Regions)
        {
            json.WriteStartObject();
            json.WriteString("address"u8, $"0x{region.Address:x}");
            json.WriteNumber("pages"u8, region.Pages);
            WritePages(json, "kinds"u8, region, static run => (byte)run.Kind);
            WritePages(json, "fullness"u8, region, static run => run.Fullness);
            if (region.IsResidencyKnown)
            {
                WritePages(json, "resident"u8, region, static run => run.Resident);
            }
            else
            {
                json.WriteBase64String("resident"u8, []);
            }

            json.WriteBase64String("spans"u8, PackSpans(map, region, ref span));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePages(Utf8JsonWriter json, ReadOnlySpan<byte> name, GoPageRegion region, Func<GoPageRun, byte> valueOf)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(region.Pages);
        int at = 0;
        foreach (var run in region.Runs.Span)
        {
            bytes.AsSpan(at, run.Pages).Fill(valueOf(run));
            at += run.Pages;
        }

        json.WriteBase64String(name, bytes.AsSpan(0, region.Pages));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static ReadOnlySpan<byte> PackSpans(GoPageMap map, GoPageRegion region, ref int next)
    {
        var spans = map.Spans.Spans;
        ArrayBufferWriter<byte> packed = new();
        ulong end = region.Address + ((ulong)region.Pages * (ulong)map.PageBytes);
        ulong at = region.Address;
        for (; next < spans.Count && spans[next].Address < end; next++)
        {
            var span = spans[next];
            if (span.Address < at)
            {
                // It lies outside of all regions, or over the one before: the heap changed while it was read.
                continue;
            }

            WriteVarint(packed, (span.Address - at) / (ulong)map.PageBytes);
            WriteVarint(packed, (ulong)(span.Bytes / map.PageBytes));
            WriteVarint(packed, span.State == GoSpanState.Manual ? 0 : (ulong)span.SizeClass + 1);
            WriteVarint(packed, (ulong)span.Objects);
            at = span.Address + (ulong)span.Bytes;
        }

        return packed.WrittenSpan;
    }

    private static void WriteVarint(ArrayBufferWriter<byte> packed, ulong value)
    {
        const int Bits = 7;
        const byte More = 0x80;
        while (value >= More)
        {
            packed.GetSpan(1)[0] = unchecked((byte)(value | More));
            packed.Advance(1);
            value >>= Bits;
        }

        packed.GetSpan(1)[0] = (byte)value;
        packed.Advance(1);
    }

    private static void WriteSizeClasses(GoSpanTable spans, Utf8JsonWriter json)
    {
        json.WriteStartArray("sizeClasses"u8);
        foreach (var use in spans.SizeClasses)
        {
            json.WriteStartObject();
            json.WriteNumber("class"u8, use.SizeClass);
            json.WriteNumber("objectBytes"u8, use.ObjectBytes);
            json.WriteNumber("spans"u8, use.Spans);
            json.WriteNumber("objects"u8, use.Objects);
            json.WriteNumber("slots"u8, use.Slots);
            json.WriteNumber("bytes"u8, use.Bytes.Bytes);
            json.WriteNumber("objectTotalBytes"u8, use.ObjectTotal.Bytes);
            json.WriteNumber("fragmentationBytes"u8, use.Fragmentation.Bytes);
            json.WriteNumber("occupancy"u8, Math.Round(use.Occupancy, 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> NameOf(GoPageKind kind) => kind switch
    {
        GoPageKind.Idle => "idle"u8,
        GoPageKind.Released => "released"u8,
        GoPageKind.Objects => "objects"u8,
        GoPageKind.Stacks => "stacks"u8,
        _ => "other"u8,
    };

    private static void WriteSize(Utf8JsonWriter json, ReadOnlySpan<byte> name, ByteSize? size)
    {
        if (size is { } known)
        {
            json.WriteNumber(name, known.Bytes);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
