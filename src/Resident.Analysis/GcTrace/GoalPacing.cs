using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>Finds out what sets a process's goals: GOGC, of which value, or the memory limit.</summary>
/// <remarks>A goal is live before x (1 + GOGC / 100). A limit holds the goal where it is while live changes, so that of
/// cycles with goals far below what GOGC=100 sets, the goals vary less than their ratios to live; with a low GOGC it is
/// the other way round. Where neither varies nothing is claimed.</remarks>
internal sealed class GoalPacing
{
    private const long LeastLive = 4;
    private const int LeastCycles = 3;

    // 1 MiB, and one for what is cut off of either.
    private const int ClosestGoal = 2;
    private const double PercentFull = 100;
    private const double Rounding = 0.5;

    private double _leastGoal = double.PositiveInfinity;
    private double _mostGoal;
    private double _leastRatio = double.PositiveInfinity;
    private double _mostRatio;
    private double _goals;
    private double _lives;
    private double _bases;
    private int _below;
    private int _cycles;
    private int _wide;

    /// <summary>Gets how many cycles the memory limit drove.</summary>
    public int LimitDriven => _below > 0 && _mostGoal / _leastGoal < _mostRatio / _leastRatio ? _below : 0;

    /// <summary>Gets a value indicating whether <see cref="Gogc"/> is at most so much: a goal is never less than 1 MiB
    /// above live (sweepMinHeapDistance in Go's mgcpacer.go), so that of a small heap with a low GOGC the goals tell no
    /// more.</summary>
    public bool IsBound => _wide < _cycles / 2.0;

    /// <summary>Gets what GOGC seems to be, percent; null where too few cycles tell, or the limit sets the
    /// goals.</summary>
    public double? Gogc => _cycles >= LeastCycles && LimitDriven == 0 && _bases > 0 ? Math.Max(0, (_goals - _lives) / _bases * PercentFull) : null;

    /// <summary>Adds a cycle and the one before it.</summary>
    public void Add(GcCycle? before, GcInterval interval)
    {
        var cycle = interval.Cycle;
        if (cycle.Forced || interval.ExpectedGoalMebibytes is null || cycle.GoalMebibytes is not { } goal || before?.HeapLiveMebibytes is not { } live)
        {
            return;
        }

        if (live >= LeastLive)
        {
            // Sizes are whole MiB, cut off: half of one more is what they are on average.
            _cycles++;
            _wide += goal - live > ClosestGoal ? 1 : 0;
            (_goals, _lives) = (_goals + goal + Rounding, _lives + live + Rounding);
            _bases += live + Rounding + (cycle.StacksMebibytes ?? 0) + (cycle.GlobalsMebibytes ?? 0);
        }

        if (interval.IsLimitDriven)
        {
            _below++;
            double ratio = goal / Math.Max(live, Rounding);
            (_leastGoal, _mostGoal) = (Math.Min(_leastGoal, goal), Math.Max(_mostGoal, goal));
            (_leastRatio, _mostRatio) = (Math.Min(_leastRatio, ratio), Math.Max(_mostRatio, ratio));
        }
    }
}
