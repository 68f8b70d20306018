using System.Buffers;
using System.Text;
using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes samples as CSV (RFC 4180): a header with the fields' places in resident.sample/1, as in "process.res", and a line a sample.</summary>
public sealed class SampleCsv
{
    private static readonly string[] Columns =
    [
        "time", "run",
        "process.pid", "process.name", "process.virt", "process.res", "process.shr", "process.swap", "process.code", "process.data",
        "process.resMinusShr", "process.peakRes", "process.peakVirt", "process.rssAnon", "process.rssFile", "process.rssShmem", "process.pageTables",
        "process.locked", "process.threads", "process.minorFaults", "process.majorFaults", "process.cpuSeconds", "process.stat", "process.tty",
        "process.openFiles", "process.smapsRss", "process.pss", "process.uss", "process.lazyFree", "process.anonHugePages", "process.smapsTakenAt",
        "cgroup.path", "cgroup.usage", "cgroup.limit", "cgroup.limitPath", "cgroup.high", "cgroup.swap",
        "go.HeapAlloc", "go.HeapSys", "go.HeapIdle", "go.HeapInuse", "go.HeapReleased", "go.HeapObjects", "go.TotalAlloc", "go.Mallocs", "go.Frees",
        "go.StackInuse", "go.StackSys", "go.MSpanInuse", "go.MSpanSys", "go.MCacheInuse", "go.MCacheSys", "go.BuckHashSys", "go.GCSys", "go.OtherSys",
        "go.Sys", "go.NextGC", "go.NumGC", "go.NumForcedGC", "go.PauseTotalNs", "go.LastGC", "go.GCCPUFraction", "go.heapLive", "go.heapMarked",
        "go.gogc", "go.memoryLimit", "go.goroutines", "go.version", "go.source",
    ];

    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _json = new(4_096);
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="SampleCsv"/> class.</summary>
    /// <param name="output">Where it goes.</param>
    public SampleCsv(TextWriter output)
    {
        _output = output;
    }

    /// <summary>Writes the header.</summary>
    public void WriteHeader() => _output.Write(string.Join(',', Columns) + "\n");

    /// <summary>Writes a sample. A figure that is not known is an empty cell.</summary>
    public void Write(Sample sample)
    {
        // The JSON is the contract; the cells are its fields, so that the two never differ.
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json))
        {
            SampleJson.Write(writer, sample);
        }

        _fields.Clear();
        Flatten(_json.WrittenSpan);
        var line = new StringBuilder(512);
        for (int i = 0; i < Columns.Length; i++)
        {
            _ = line.Append(i == 0 ? "" : ",").Append(_fields.TryGetValue(Columns[i], out string? cell) ? Quote(cell) : "");
        }

        _output.Write(line.Append('\n').ToString());
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ") + "\"";

    // Objects two deep; arrays and what lies deeper are passed over.
    private void Flatten(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        string prefix = "";
        string name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    break;
                case JsonTokenType.StartObject when reader.CurrentDepth == 1:
                    prefix = name + ".";
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth == 1:
                    prefix = "";
                    break;
                case JsonTokenType.StartArray or JsonTokenType.StartObject when reader.CurrentDepth > 0:
                    reader.Skip();
                    break;
                case JsonTokenType.String:
                    _fields[prefix + name] = reader.GetString()!;
                    break;
                case JsonTokenType.Number:
                    _fields[prefix + name] = Encoding.UTF8.GetString(reader.ValueSpan);
                    break;
                default:
                    break;
            }
        }
    }
}
