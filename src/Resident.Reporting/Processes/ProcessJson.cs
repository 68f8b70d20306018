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
        writer.WriteNumber("threads"u8, process.Threads);
        writer.WriteNumber("minorFaults"u8, process.MinorFaults);
        writer.WriteNumber("majorFaults"u8, process.MajorFaults);
        writer.WriteNumber("cpuSeconds"u8, process.CpuTime.TotalSeconds);
        writer.WriteString("stat"u8, process.Stat);
        writer.WriteString("tty"u8, process.Tty);
        writer.WriteNumber("vsz"u8, process.Virt.Bytes);
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
        writer.WriteNumber("virt"u8, process.Virt.Bytes);
        writer.WriteNumber("res"u8, process.Res.Bytes);
        writer.WriteNumber("shr"u8, process.Shr.Bytes);
        writer.WriteNumber("swap"u8, process.Swap.Bytes);
        writer.WriteNumber("code"u8, process.Code.Bytes);
        writer.WriteNumber("data"u8, process.Data.Bytes);
        writer.WriteNumber("resMinusShr"u8, process.ResMinusShr.Bytes);
        writer.WriteNumber("peakRes"u8, process.PeakRes.Bytes);
        writer.WriteNumber("peakVirt"u8, process.PeakVirt.Bytes);
        writer.WriteNumber("rssAnon"u8, process.RssAnon.Bytes);
        writer.WriteNumber("rssFile"u8, process.RssFile.Bytes);
        writer.WriteNumber("rssShmem"u8, process.RssShmem.Bytes);
        writer.WriteNumber("pageTables"u8, process.PageTables.Bytes);
        writer.WriteNumber("locked"u8, process.Locked.Bytes);
    }
}
