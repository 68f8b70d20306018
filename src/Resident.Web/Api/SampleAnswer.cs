using System.Text.Json;
using Resident.Model;

namespace Resident.Web.Api;

/// <summary>Writes the newest sample, schema <c>resident.sample/1</c>.</summary>
internal static class SampleAnswer
{
    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartObject();
        json.WriteString("schema"u8, "resident.sample/1"u8);
        json.WriteString("time"u8, sample.Time);
        if (sample.Process is { } process)
        {
            json.WritePropertyName("process"u8);
            WriteProcess(json, process);
        }

        JsonText.WriteTexts(json, "warnings"u8, sample.Warnings);
        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json, ProcessMemory process)
    {
        json.WriteStartObject();
        json.WriteNumber("pid"u8, process.Pid);
        json.WriteString("comm"u8, process.Comm);
        json.WriteNumber("virt"u8, process.Virt.Bytes);
        json.WriteNumber("res"u8, process.Res.Bytes);
        json.WriteNumber("shr"u8, process.Shr.Bytes);
        json.WriteNumber("swap"u8, process.Swap.Bytes);
        json.WriteNumber("code"u8, process.Code.Bytes);
        json.WriteNumber("data"u8, process.Data.Bytes);
        json.WriteNumber("resMinusShr"u8, process.ResMinusShr.Bytes);
        json.WriteNumber("peakRes"u8, process.PeakRes.Bytes);
        json.WriteNumber("peakVirt"u8, process.PeakVirt.Bytes);
        json.WriteNumber("rssAnon"u8, process.RssAnon.Bytes);
        json.WriteNumber("rssFile"u8, process.RssFile.Bytes);
        json.WriteNumber("rssShmem"u8, process.RssShmem.Bytes);
        json.WriteNumber("pageTables"u8, process.PageTables.Bytes);
        json.WriteNumber("locked"u8, process.Locked.Bytes);
        json.WriteNumber("threads"u8, process.Threads);
        json.WriteNumber("minorFaults"u8, process.MinorFaults);
        json.WriteNumber("majorFaults"u8, process.MajorFaults);
        JsonText.WriteFigure(json, "cpuSeconds"u8, process.CpuTime.TotalSeconds);
        json.WriteString("stat"u8, process.Stat);
        json.WriteString("tty"u8, process.Tty);
        JsonText.WriteFigure(json, "openFiles"u8, process.OpenFiles);
        if (process.Rollup is { } rollup)
        {
            json.WriteStartObject("rollup"u8);
            json.WriteNumber("rss"u8, rollup.Rss.Bytes);
            json.WriteNumber("pss"u8, rollup.Pss.Bytes);
            json.WriteNumber("uss"u8, rollup.Uss.Bytes);
            json.WriteNumber("anonymous"u8, rollup.Anonymous.Bytes);
            json.WriteNumber("lazyFree"u8, rollup.LazyFree.Bytes);
            json.WriteNumber("anonHugePages"u8, rollup.AnonHugePages.Bytes);
            json.WriteNumber("swap"u8, rollup.Swap.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
