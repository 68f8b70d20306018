using System.Globalization;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.History;
using Resident.Reporting.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>Composes the lines of `top TARGET`: who it is, the kernel's and the runtime's figures, RES over time, the verdict.</summary>
internal sealed class TargetFrame
{
    private const string Steps = "▁▂▃▄▅▆▇█";
    private const int Margin = 24;

    private readonly ITimeline _timeline;
    private readonly VerdictWords _words;
    private readonly bool _hasColor;

    /// <summary>Initializes a new instance of the <see cref="TargetFrame"/> class.</summary>
    /// <param name="timeline">What is watched.</param>
    /// <param name="words">The verdict's language.</param>
    /// <param name="hasColor">Whether colours are wanted.</param>
    public TargetFrame(ITimeline timeline, VerdictWords words, bool hasColor)
    {
        _timeline = timeline;
        _words = words;
        _hasColor = hasColor;
    }

    /// <summary>Makes the lines.</summary>
    /// <param name="verdict">The verdict, or null while there is none.</param>
    /// <param name="width">The terminal's columns.</param>
    public List<string> Compose(Verdict? verdict, int width)
    {
        var target = _timeline.Target;
        string pid = target.Pid is { } number ? string.Create(CultureInfo.InvariantCulture, $"  pid {number}") : "";
        var lines = new List<string> { Paint(" " + target.Name, "1") + $"{pid}  {target.Runtime?.Version}  {target.State}" };
        if (_timeline.Latest is not { } sample)
        {
            lines.Add(" …");
            return lines;
        }

        AddFigures(lines, sample);
        lines.Add(" RES " + Line(Math.Max(10, width - Margin)));
        if (target.Ending is { } ending)
        {
            lines.Add(" " + ending);
        }

        if (verdict is not null)
        {
            using var text = new StringWriter { NewLine = "\n" };
            VerdictText.Write(verdict, _words, text, width, _hasColor);
            lines.AddRange(text.ToString().TrimEnd('\n').Split('\n'));
        }

        foreach (string warning in sample.Warnings)
        {
            lines.Add(" ! " + warning);
        }

        return lines;
    }

    private static void AddFigures(List<string> lines, Sample sample)
    {
        if (sample.Process is { IsPartial: true } told)
        {
            lines.Add($" RES {told.Res}");
        }
        else if (sample.Process is { } process)
        {
            lines.Add($" VIRT {process.Virt}  RES {process.Res}  SHR {process.Shr}  SWAP {process.Swap}  CODE {process.Code}  DATA {process.Data}  "
                + string.Create(CultureInfo.InvariantCulture, $"STAT {process.Stat}  threads {process.Threads}"));
        }

        if (sample.Go is { } go)
        {
            string cycles = go.NumGC is { } count ? count.ToString(CultureInfo.InvariantCulture) : "-";
            string goroutines = go.Goroutines is { } many ? many.ToString(CultureInfo.InvariantCulture) : "-";
            lines.Add($" heap {go.HeapAlloc?.ToString() ?? "-"}  live {go.HeapMarked?.ToString() ?? "-"}  goal {go.NextGC?.ToString() ?? "-"}  GCs {cycles}  goroutines {goroutines}");
        }

        if (sample.Cgroup is { Usage: { } usage } group)
        {
            lines.Add($" cgroup {usage}" + (group.Limit is { } limit ? $" of {limit}" : ""));
        }
    }

    // The newest minutes, one column a step, from the least to the most that is in them.
    private string Line(int columns)
    {
        if (_timeline.Extent is not { } extent || !_timeline.HasValues("process.res"))
        {
            return "";
        }

        var window = _timeline.Query("process.res", extent.FromUnixMs, extent.ToUnixMs, columns);
        double least = window.Last.Count == 0 ? 0 : window.Last.Min();
        double most = window.Last.Count == 0 ? 0 : window.Last.Max();
        double height = Math.Max(most - least, 1);
        string line = string.Concat(window.Last.TakeLast(columns).Select(value => Steps[(int)Math.Clamp((value - least) / height * (Steps.Length - 1), 0, Steps.Length - 1)]));
        return Paint(line, "34") + $" {new ByteSize((long)least)} – {new ByteSize((long)most)}";
    }

    private string Paint(string text, string style) => _hasColor ? $"\e[{style}m{text}\e[0m" : text;
}
