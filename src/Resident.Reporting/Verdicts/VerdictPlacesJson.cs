using System.Text.Json;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>The parts of a verdict's JSON about places in the program, and the figures that lie across the ledger's terms.</summary>
internal static class VerdictPlacesJson
{
    private const int MostLedgers = 120;

    public static void Write(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteStartArray("sites");
        foreach (var site in verdict.Sites)
        {
            writer.WriteStartObject();
            writer.WriteString("function", site.Function);
            writer.WriteString("file", site.File);
            writer.WriteNumber("line", site.Line);
            writer.WriteNumber("fromBytes", site.From.Bytes);
            writer.WriteNumber("toBytes", site.To.Bytes);
            writer.WriteNumber("changeBytes", site.Change.Bytes);
            writer.WriteNumber("objects", site.Objects);
            WriteList(writer, "via", site.Via);
            WriteList(writer, "callers", site.Callers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("goroutines");
        foreach (var group in verdict.Goroutines)
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", group.Count);
            writer.WriteNumber("change", group.Change);
            writer.WriteString("state", group.State);
            writer.WriteString("waitReason", group.WaitReason);
            WriteFrame(writer, "site", group.Site);
            WriteFrame(writer, "createdBy", group.CreatedBy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteFigures(Utf8JsonWriter writer, Verdict verdict)
    {
        writer.WriteStartObject("figures");
        if (verdict.LastLedger is { } ledger)
        {
            WriteList(writer, "sources", ledger.Sources);
            writer.WriteNumber("skewMilliseconds", Math.Round(ledger.Skew.TotalMilliseconds, 3));
            var figures = ledger.Figures;
            foreach (var (name, value) in (ReadOnlySpan<(string, ByteSize?)>)
                [
                    ("arenaResident", figures.ArenaResident), ("arenaHugePages", figures.ArenaHugePages), ("arenaLazyFree", figures.ArenaLazyFree),
                    ("releasedResident", figures.ReleasedResident), ("untouched", figures.Untouched), ("largeObjects", figures.LargeObjects),
                    ("metadataMapped", figures.MetadataMapped), ("swap", figures.Swap), ("pss", figures.Pss),
                ])
            {
                VerdictJson.WriteNullable(writer, name, value?.Bytes);
            }
        }

        if (verdict.Cgroup is { } group)
        {
            writer.WriteStartObject("cgroup");
            writer.WriteString("path", group.Path);
            VerdictJson.WriteNullable(writer, "usage", group.Usage?.Bytes);
            VerdictJson.WriteNullable(writer, "limit", group.Limit?.Bytes);
            VerdictJson.WriteNullable(writer, "pageCache", StatOf(group, "file", "cache"));
            VerdictJson.WriteNullable(writer, "tmpfs", StatOf(group, "shmem", "shmem"));
            VerdictJson.WriteNullable(writer, "kernel", StatOf(group, "kernel", "slab"));
            WriteChanges(writer, group, verdict.CgroupFrom);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteChanges(Utf8JsonWriter writer, CgroupMemory to, CgroupMemory? from)
    {
        VerdictJson.WriteNullable(writer, "usageChange", to.Usage?.Bytes - from?.Usage?.Bytes);
        VerdictJson.WriteNullable(writer, "pageCacheChange", StatOf(to, "file", "cache") - (from is null ? null : StatOf(from, "file", "cache")));
        VerdictJson.WriteNullable(writer, "tmpfsChange", StatOf(to, "shmem", "shmem") - (from is null ? null : StatOf(from, "shmem", "shmem")));
        VerdictJson.WriteNullable(writer, "kernelChange", StatOf(to, "kernel", "slab") - (from is null ? null : StatOf(from, "kernel", "slab")));
    }

    /// <summary>Writes the ledgers by time, at most <see cref="MostLedgers"/> of them, the last one always.</summary>
    public static void WriteLedgers(Utf8JsonWriter writer, IReadOnlyList<Ledger> ledgers)
    {
        int step = Math.Max(1, (ledgers.Count + MostLedgers - 1) / MostLedgers);
        writer.WriteStartArray("ledgers");
        for (int i = (ledgers.Count - 1) % step; i >= 0 && i < ledgers.Count; i += step)
        {
            writer.WriteStartObject();
            writer.WriteString("time", ledgers[i].TakenAt);
            writer.WriteNumber("resBytes", ledgers[i].Res.Bytes);
            writer.WriteStartObject("terms");
            foreach (var term in ledgers[i].Terms)
            {
                writer.WriteNumber(LedgerTermNames.NameOf(term.Id), term.Resident.Bytes);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static long? StatOf(CgroupMemory group, string v2, string v1) =>
        group.Stat.TryGetValue(v2, out long value) || group.Stat.TryGetValue(v1, out value) ? value : null;

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> items)
    {
        writer.WriteStartArray(name);
        foreach (string item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    private static void WriteFrame(Utf8JsonWriter writer, string name, GoFrame? frame)
    {
        if (frame is { } known)
        {
            writer.WriteStartObject(name);
            writer.WriteString("function", known.Function);
            writer.WriteString("file", known.File);
            writer.WriteNumber("line", known.Line);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
