using System.Globalization;
using System.Text;

namespace Resident.Sources.GoTrace;

/// <summary>The names and the processes of one stream. Beyond the bound, further names share the first, and further processes the last.</summary>
internal sealed class TraceSources(int most)
{
    /// <summary>By how much a line may come later than its cycle ended.</summary>
    private const double LateSeconds = 0.25;

    private const double LeastInterval = 0.001;
    private const long LeastGoal = 4;
    private const long GoalRounding = 2;

    private readonly List<TraceSource> _sources = [];
    private TraceSource? _latest;
    private int _processes;

    public IReadOnlyList<TraceSource> All => _sources;

    /// <summary>Gets or sets how many sources have a line that is being put together.</summary>
    public int Pending { get; set; }

    /// <summary>Finds a name's source, or null where nothing came from it.</summary>
    public TraceSource? Find(ReadOnlySpan<byte> key)
    {
        if (_latest is not null && key.SequenceEqual(_latest.Key))
        {
            return _latest;
        }

        foreach (var source in _sources)
        {
            if (key.SequenceEqual(source.Key))
            {
                _latest = source;
                return source;
            }
        }

        return null;
    }

    /// <summary>Finds a name's source, or makes it.</summary>
    public TraceSource Get(ReadOnlySpan<byte> key)
    {
        var found = Find(key);
        if (found is not null)
        {
            return found;
        }

        if (_sources.Count >= most)
        {
            return _sources[0];
        }

        _latest = new TraceSource(key.ToArray(), Encoding.UTF8.GetString(key));
        _sources.Add(_latest);
        return _latest;
    }

    /// <summary>Finds the process that a cycle belongs to: the one whose next number it is, else the one that it follows with the
    /// smallest gap. A number or a time that goes back is another process, or the same program started again.</summary>
    /// <param name="source">The name that the line came under.</param>
    /// <param name="number">The cycle's number.</param>
    /// <param name="at">Its start, in seconds since the process's.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="goal">Its goal, in MiB; null where it prints none.</param>
    public TraceProcess Assign(TraceSource source, long number, double at, double seconds, long? goal = null)
    {
        TraceProcess? best = null;
        foreach (var process in source.Processes)
        {
            bool follows = process.LastNumber < number && process.LastAt <= at;
            if (follows && (best is null || IsLikelier(source, process, best, at + seconds, goal)))
            {
                best = process;
            }
        }

        bool first = best is null;
        best ??= NewProcess(source);
        Advance(source, best, at + seconds, first);
        best.LastNumber = number;
        best.LastAt = at;
        source.Current = best;
        return best;
    }

    /// <summary>Finds the name for a line that carries no number.</summary>
    public static string NameOf(TraceSource source) => source.Current?.Name ?? source.Name;

    /// <summary>Processes that share a name may stand at the same number. The clock of one that was silent went on, so
    /// that a smaller time than it must show by now is not its; and a cycle comes about as long after the last as that
    /// came after the one before. A cycle's goal is twice what its process found live before. Those that cannot be told
    /// apart are taken to write in the order in which they were first seen.</summary>
    private static bool IsLikelier(TraceSource source, TraceProcess process, TraceProcess best, double end, long? goal)
    {
        bool possible = IsPossible(source, process, end);
        if (possible != IsPossible(source, best, end))
        {
            return possible;
        }

        if (process.LastNumber != best.LastNumber)
        {
            return process.LastNumber > best.LastNumber;
        }

        bool fits = FitsGoal(process, goal);
        return fits != FitsGoal(best, goal) ? fits : Unlikeliness(process, end) < Unlikeliness(best, end);
    }

    /// <summary>Tells whether a goal is twice what the process's last cycle found live, as GOGC=100 sets it, and never
    /// below 4 MiB; sizes are whole MiB.</summary>
    private static bool FitsGoal(TraceProcess process, long? goal) =>
        goal is { } printed && process.Live is { } live && Math.Abs(printed - Math.Max(LeastGoal, 2 * live)) <= Math.Max(GoalRounding, live / 8);

    private static bool IsPossible(TraceSource source, TraceProcess process, double end) =>
        end >= process.LastEnd + source.Clock - process.Seen - LateSeconds;

    private static double Unlikeliness(TraceProcess process, double end) =>
        Math.Abs(end - process.LastEnd - process.Interval) / Math.Max(process.Interval, LeastInterval);

    private static void Advance(TraceSource source, TraceProcess process, double end, bool first)
    {
        double passed = end - process.LastEnd;
        source.Clock = first ? source.Clock : Math.Max(source.Clock, process.Seen + passed);
        (process.Seen, process.LastEnd, process.Interval) = (source.Clock, end, Math.Max(0, passed));
    }

    private TraceProcess NewProcess(TraceSource source)
    {
        if (_processes >= most && source.Processes.Count > 0)
        {
            return source.Processes[^1];
        }

        _processes++;
        string suffix = string.Create(CultureInfo.InvariantCulture, $"#{source.Processes.Count + 1}");
        var process = new TraceProcess(source.Processes.Count == 0 ? source.Name : source.Name + suffix);
        source.Processes.Add(process);
        return process;
    }
}
