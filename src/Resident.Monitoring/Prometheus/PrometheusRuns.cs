using System.Globalization;
using Resident.Model;

namespace Resident.Monitoring.Prometheus;

/// <summary>Tells the runs of a target apart: a process that was restarted has another start time, and its counters
/// begin at nothing.</summary>
internal sealed class PrometheusRuns
{
    // A clock that is set moves the start time that is computed with it.
    private const double SameStartSeconds = 3;
    // The kernel tells the start in hundredths of a second; two processes never tell the same to all digits.
    private const double SameProcessSeconds = 0.001;
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);

    private readonly List<DateTimeOffset?> _starts = [];
    private readonly List<string> _warnings = [];
    private double? _start;
    private double? _lastStart;
    private Sample? _last;
    private int _falls;

    /// <summary>Gets when each run's process started, or null where that is not told.</summary>
    public IReadOnlyList<DateTimeOffset?> Starts => _starts;

    /// <summary>Gets what was doubtful.</summary>
    public IReadOnlyList<string> Warnings => _falls == 0 ? _warnings :
    [
        .. _warnings,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Counters fell {_falls} time{(_falls == 1 ? "" : "s")} without a restart. Two servers' or two processes' samples may stand under one name."),
    ];

    /// <summary>Gives a sample its run. Samples come by time.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="startSeconds">When its process started, seconds since 1970, or null.</param>
    public Sample Take(Sample sample, double? startSeconds)
    {
        bool isOther = Differ(startSeconds, _start, SameStartSeconds);
        bool isSame = startSeconds is not null && _lastStart is not null && !Differ(startSeconds, _lastStart, SameProcessSeconds);
        bool haveFallen = _last is not null && HaveFallen(_last, sample);
        if (haveFallen && isSame)
        {
            _falls++;
        }

        if (_last is null || isOther || (haveFallen && !isSame))
        {
            _starts.Add(StartOf(startSeconds, sample.Time));
            _start = startSeconds;
        }

        _start ??= startSeconds;
        _lastStart = startSeconds;
        _last = sample;
        return sample with { Run = _starts.Count - 1 };
    }

    /// <summary>Tells whether counters are lower than they were: another process counts.</summary>
    public static bool HaveFallen(Sample before, Sample after) =>
        Fell(before.Go?.TotalAlloc, after.Go?.TotalAlloc) || Fell(before.Go?.NumGC, after.Go?.NumGC) || Fell(before.Go?.Mallocs, after.Go?.Mallocs)
        || (before.Process is { CpuTime.Ticks: > 0 } early && after.Process is { CpuTime.Ticks: > 0 } late && late.CpuTime < early.CpuTime);

    private static bool Differ(double? one, double? other, double most) => one is { } a && other is { } b && Math.Abs(a - b) > most;

    private static bool Fell(long? before, long? after) => before is { } early && after is { } late && late < early;

    private DateTimeOffset? StartOf(double? seconds, DateTimeOffset first)
    {
        if (seconds is not (> 0 and < 1e11 and { } known))
        {
            return null;
        }

        var start = DateTimeOffset.UnixEpoch.AddSeconds(known);
        if (start <= first + MostSkew)
        {
            return start;
        }

        _warnings.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"The process says that it started at {start:u}, after its first sample at {first:u}: its machine's clock and the server's differ. The start is left out."));
        return null;
    }
}
