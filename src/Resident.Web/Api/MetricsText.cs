using System.Globalization;
using System.Text;
using Resident.Monitoring.History;
using Resident.Reporting.Metrics;

namespace Resident.Web.Api;

/// <summary>Writes the newest figures in the text format that Prometheus scrapes (version 0.0.4), under the names that an
/// exported recording has.</summary>
internal static class MetricsText
{
    private const int SelfWindowMs = 10_000;

    /// <summary>Writes all figures of the watched process, and of the watcher itself.</summary>
    public static string Write(ITimeline timeline, TimeProvider clock)
    {
        StringBuilder text = new();
        string labels = LabelsOf(timeline.Target);
        bool isUp = timeline.Target.State is not "ended";
        Family(text, new("resident_target_up", "", 1, IsCounter: false), "Whether the watched process runs.", labels, isUp ? 1 : 0);
        foreach (var figure in timeline.Latest is { } sample ? NamedFigure.Of(sample) : [])
        {
            Family(text, MetricName.Of(figure.Name, figure.Unit, figure.IsTotal), HelpOf(figure.Name), labels, figure.Value);
        }

        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        Self(text, MetricName.Of("self.res", "bytes", isTotal: false), "RES of the watcher.", timeline.Query("self.res", now - SelfWindowMs, now, 1));
        Self(text, MetricName.Of("self.cpu", "percent", isTotal: false), "CPU of the watcher, of one core.", timeline.Query("self.cpu", now - SelfWindowMs, now, 1));
        return text.ToString();
    }

    private static void Self(StringBuilder text, MetricName name, string help, SeriesWindow window)
    {
        if (window.Last is [.., var last] && double.IsFinite(last))
        {
            Family(text, name, help, "", last);
        }
    }

    private static void Family(StringBuilder text, MetricName name, string help, string labels, double value) => text.Append(
        CultureInfo.InvariantCulture, $"# HELP {name.Sample} {help}\n# TYPE {name.Sample} {name.Type}\n{name.Sample}{labels} {value * name.Factor}\n");

    // The field that top, /proc or the runtime has it under.
    private static string HelpOf(string figure) => figure switch
    {
        "process.res" => "RES: pages in RAM (VmRSS).",
        "process.rssAnon" => "Resident anonymous memory (RssAnon).",
        "process.rssFile" => "Resident file pages (RssFile).",
        "process.rssShmem" => "Resident shared memory (RssShmem).",
        "process.virt" => "VIRT: mapped address space (VmSize).",
        "process.swap" => "SWAP: swapped-out anonymous memory (VmSwap).",
        "process.data" => "DATA: private writable address space.",
        "process.code" => "CODE: the program's text.",
        "process.peakRes" => "The highest RES so far (VmHWM).",
        "process.threads" => "OS threads.",
        "process.openFiles" => "Open file descriptors.",
        "cgroup.usage" => "What the control group is charged for.",
        "cgroup.limit" => "The tightest hard limit above the process.",
        "go.goroutines" => "Goroutines.",
        "go.gogc" => "GOGC; -1 where it is off.",
        "go.memoryLimit" => "GOMEMLIMIT.",
        "go.heapMarked" => "What the last GC cycle found reachable.",
        "go.heapLive" => "What the last GC cycle found reachable, and what was allocated since.",
        _ when figure.StartsWith("go.", StringComparison.Ordinal) => $"{char.ToUpperInvariant(figure[3])}{figure[4..]} of runtime.MemStats.",
        _ => $"{figure} of a recording.",
    };

    private static string LabelsOf(TargetDescription target)
    {
        string service = MetricName.Escape(target.Name);
        return target.Pid is { } pid
            ? string.Create(CultureInfo.InvariantCulture, $"{{service=\"{service}\",pid=\"{pid}\"}}")
            : $"{{service=\"{service}\"}}";
    }
}
