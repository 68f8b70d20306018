using System.Text.Json;
using Resident.Model;
using Resident.Sources.MemStats;

namespace Resident.Sources.Expvar;

/// <summary>Parses the JSON that Go's package expvar serves at /debug/vars.</summary>
/// <remarks><c>{"cmdline": ["./web"], "memstats": {"Alloc":42182640, ... "PauseNs":[8984, ...], "NumGC":6, ...}, ...}</c>. Other variables pass
/// unread. Serving it stops the world of the program for a moment. Source: Go's expvar/expvar.go, runtime/mstats.go.</remarks>
public static class ExpvarParser
{
    /// <summary>Parses the document.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="source">The address that messages use.</param>
    /// <param name="takenAt">When it was read.</param>
    /// <exception cref="MalformedInputException">It is no JSON, or has no object "memstats".</exception>
    public static GoMemory Parse(ReadOnlySpan<byte> json, string source, DateTimeOffset takenAt)
    {
        var builder = new MemStatsBuilder();
        try
        {
            var reader = new Utf8JsonReader(json.StartsWith("\uFEFF"u8) ? json[3..] : json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw Unexpected(source);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isMemStats = reader.ValueTextEquals("memstats"u8);
                reader.Read();
                if (isMemStats && reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadMemStats(ref reader, builder);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new MalformedInputException($"{source}: Expected the JSON of Go's expvar: {MalformedInputException.Quote(exception.Message)}", exception);
        }

        return builder["HeapSys"] is null ? throw Unexpected(source) : builder.Build("expvar", source, takenAt);
    }

    private static MalformedInputException Unexpected(string source) =>
        new($"{source}: Expected the JSON of Go's expvar with an object \"memstats\", found none.");

    private static void ReadMemStats(ref Utf8JsonReader reader, MemStatsBuilder builder)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number)
            {
                ReadNumber(ref reader, name, builder);
            }
            else if (reader.TokenType == JsonTokenType.StartArray && name is "PauseNs" or "PauseEnd")
            {
                ReadRing(ref reader, string.Equals(name, "PauseNs", StringComparison.Ordinal) ? builder.PauseNs : builder.PauseEnd);
                builder.HasPauses = true;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadNumber(ref Utf8JsonReader reader, string name, MemStatsBuilder builder)
    {
        if (string.Equals(name, nameof(GoMemory.GCCPUFraction), StringComparison.Ordinal))
        {
            builder.GCCPUFraction = reader.TryGetDouble(out double fraction) && fraction is >= 0 and <= 1 ? fraction : null;
        }
        else if (reader.TryGetUInt64(out ulong value))
        {
            builder.Set(name, value);
        }
    }

    private static void ReadRing(ref Utf8JsonReader reader, long[] ring)
    {
        int index = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index < ring.Length && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value))
            {
                ring[index] = value;
            }

            index++;
            reader.Skip();
        }
    }
}
