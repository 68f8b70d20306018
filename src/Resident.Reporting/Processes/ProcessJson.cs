using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes the kernel's view of a process: the object <c>process</c> of resident.sample/1 and resident.ps/1. Sizes are bytes.</summary>
public static class ProcessJson
{
    /// <summary>Writes one object. A figure that was not read is null; those of smaps_rollup are left out where it was not read.</summary>
    public static void Write(Utf8JsonWriter writer, ProcessMemory process)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(process);
        writer.WriteStartObject();
        writer.WriteNumber("pid"u8, process.Pid);
        writer.WriteString("name"u8, process.Comm);
        writer.WriteString("takenAt"u8, process.TakenAt);
        writer.WriteNumber("startTicks"u8, process.StartTicks);
        WriteSizes(writer, process);
        JsonFields.Write(writer, "threads"u8, KnownOf(process, process.Threads));
        JsonFields.Write(writer, "minorFaults"u8, KnownOf(process, process.MinorFaults));
        JsonFields.Write(writer, "majorFaults"u8, KnownOf(process, process.MajorFaults));
        writer.WriteNumber("cpuSeconds"u8, process.CpuTime.TotalSeconds);
        writer.WriteString("stat"u8, process.Stat);
        writer.WriteString("tty"u8, process.Tty);
        JsonFields.Write(writer, "vsz"u8, KnownOf(process, process.Virt.Bytes));
        writer.WriteNumber("rss"u8, process.Res.Bytes);
        JsonFields.Write(writer, "openFiles"u8, process.OpenFiles);
        if (process.Rollup is { } rollup)
        {
            writer.WriteNumber("smapsRss"u8, rollup.Rss.Bytes);
            writer.WriteNumber("pss"u8, rollup.Pss.Bytes);
            writer.WriteNumber("uss"u8, rollup.Uss.Bytes);
            writer.WriteNumber("lazyFree"u8, rollup.LazyFree.Bytes);
            writer.WriteNumber("anonHugePages"u8, rollup.AnonHugePages.Bytes);
            writer.WriteString("smapsTakenAt"u8, rollup.TakenAt);
        }

        writer.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter writer, ProcessMemory process)
    {
        var whole = process.IsPartial ? null : process;
        JsonFields.Write(writer, "virt"u8, KnownOf(process, process.Virt.Bytes));
        writer.WriteNumber("res"u8, process.Res.Bytes);
        JsonFields.Write(writer, "shr"u8, whole?.Shr);
        JsonFields.Write(writer, "swap"u8, whole?.Swap);
        JsonFields.Write(writer, "code"u8, whole?.Code);
        JsonFields.Write(writer, "data"u8, whole?.Data);
        JsonFields.Write(writer, "resMinusShr"u8, whole?.ResMinusShr);
        JsonFields.Write(writer, "peakRes"u8, whole?.PeakRes);
        JsonFields.Write(writer, "peakVirt"u8, whole?.PeakVirt);
        JsonFields.Write(writer, "rssAnon"u8, whole?.RssAnon);
        JsonFields.Write(writer, "rssFile"u8, whole?.RssFile);
        JsonFields.Write(writer, "rssShmem"u8, whole?.RssShmem);
        JsonFields.Write(writer, "pageTables"u8, whole?.PageTables);
        JsonFields.Write(writer, "locked"u8, whole?.Locked);
    }

    // A source that tells little tells no zero: what it does not tell is null.
    private static long? KnownOf(ProcessMemory process, long value) => process.IsPartial && value == 0 ? null : value;
}
