using System.Globalization;
using System.Text;
using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Writes the newest figures in the text format that Prometheus scrapes (version 0.0.4).</summary>
internal static class MetricsText
{
    private const int SelfWindowMs = 10_000;

    /// <summary>Writes all metrics of the watched process, and of the watcher itself.</summary>
    public static string Write(ITimeline timeline, TimeProvider clock)
    {
        StringBuilder text = new();
        string labels = LabelsOf(timeline.Target);
        Gauge(text, "resident_target_up", "Whether the watched process runs.", labels, string.Equals(timeline.Target.State, "ended", StringComparison.Ordinal) ? 0 : 1);
        if (timeline.Latest is { } sample)
        {
            Process(text, labels, sample.Process);
            Cgroup(text, labels, sample.Cgroup);
            Go(text, labels, sample.Go);
        }

        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        double? res = LastOf(timeline.Query("self.res", now - SelfWindowMs, now, 1));
        double? cpu = LastOf(timeline.Query("self.cpu", now - SelfWindowMs, now, 1));
        Gauge(text, "resident_self_resident_bytes", "RES of the watcher.", "", res);
        Gauge(text, "resident_self_cpu_percent", "CPU of the watcher, percent of one core.", "", cpu);
        return text.ToString();
    }

    private static double? LastOf(SeriesWindow window) => window.Last.Count > 0 ? window.Last[^1] : null;

    private static void Process(StringBuilder text, string labels, ProcessMemory? process)
    {
        if (process is null)
        {
            return;
        }

        Gauge(text, "resident_process_resident_bytes", "RES: pages in RAM (VmRSS).", labels, process.Res.Bytes);
        Gauge(text, "resident_process_anonymous_bytes", "Resident anonymous memory (RssAnon).", labels, process.RssAnon.Bytes);
        Gauge(text, "resident_process_file_bytes", "Resident file pages (RssFile).", labels, process.RssFile.Bytes);
        Gauge(text, "resident_process_shmem_bytes", "Resident shared memory (RssShmem).", labels, process.RssShmem.Bytes);
        Gauge(text, "resident_process_virtual_bytes", "VIRT: mapped address space (VmSize).", labels, process.Virt.Bytes);
        Gauge(text, "resident_process_swap_bytes", "SWAP: swapped-out anonymous memory (VmSwap).", labels, process.Swap.Bytes);
        Gauge(text, "resident_process_data_bytes", "DATA: private writable address space.", labels, process.Data.Bytes);
        Gauge(text, "resident_process_code_bytes", "CODE: the program's text.", labels, process.Code.Bytes);
        Gauge(text, "resident_process_peak_resident_bytes", "The highest RES so far (VmHWM).", labels, process.PeakRes.Bytes);
        Gauge(text, "resident_process_threads", "OS threads.", labels, process.Threads);
        Gauge(text, "resident_process_open_files", "Open file descriptors.", labels, process.OpenFiles);
    }

    private static void Cgroup(StringBuilder text, string labels, CgroupMemory? cgroup)
    {
        Gauge(text, "resident_cgroup_usage_bytes", "What the control group is charged for.", labels, cgroup?.Usage?.Bytes);
        Gauge(text, "resident_cgroup_limit_bytes", "The tightest hard limit above the process.", labels, cgroup?.Limit?.Bytes);
    }

    private static void Go(StringBuilder text, string labels, GoMemory? go)
    {
        Gauge(text, "resident_go_heap_alloc_bytes", "Allocated objects (HeapAlloc).", labels, go?.HeapAlloc?.Bytes);
        Gauge(text, "resident_go_heap_inuse_bytes", "Spans with an object (HeapInuse).", labels, go?.HeapInuse?.Bytes);
        Gauge(text, "resident_go_heap_idle_bytes", "Spans without an object (HeapIdle).", labels, go?.HeapIdle?.Bytes);
        Gauge(text, "resident_go_heap_released_bytes", "Given back to the kernel (HeapReleased).", labels, go?.HeapReleased?.Bytes);
        Gauge(text, "resident_go_stack_inuse_bytes", "Stack spans (StackInuse).", labels, go?.StackInuse?.Bytes);
        Gauge(text, "resident_go_next_gc_bytes", "The heap size the next cycle aims for (NextGC).", labels, go?.NextGC?.Bytes);
        Gauge(text, "resident_go_goroutines", "Goroutines.", labels, go?.Goroutines);
        Gauge(text, "resident_go_gc_cycles", "Completed GC cycles since the start (NumGC).", labels, go?.NumGC);
    }

    private static void Gauge(StringBuilder text, string name, string help, string labels, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name}{labels} {known}\n");
        }
    }

    private static string LabelsOf(TargetDescription target)
    {
        string name = target.Name
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return target.Pid is { } pid
            ? string.Create(CultureInfo.InvariantCulture, $"{{name=\"{name}\",pid=\"{pid}\"}}")
            : $"{{name=\"{name}\"}}";
    }
}
