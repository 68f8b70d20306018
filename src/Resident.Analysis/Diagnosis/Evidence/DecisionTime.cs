using Resident.Analysis.Diagnosis.Rules;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Says how long a look would decide what this one could not.</summary>
internal static class DecisionTime
{
    private const double WantedCycles = 10;

    // At the latest, the runtime collects two minutes after the last cycle.
    private const double ForcedCycleSeconds = 120;

    private static readonly double[] RoundMinutes = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 240, 360, 720, 1440];

    /// <summary>Estimates.</summary>
    /// <returns>Null where the answer stands, or where no length of time decides it, since nothing tells the
    /// heap.</returns>
    public static TimeSpan? Of(CaseFile file, VerdictCause first)
    {
        if (first.Verdict is not VerdictIds.NotSureYet || UnreadRuntimes.IsUnknown(file))
        {
            return null;
        }

        double cycle = file.GcCycles is > 0 and var cycles ? file.Seconds / cycles : ForcedCycleSeconds;
        double seconds = WantedCycles * Math.Min(cycle, ForcedCycleSeconds);
        double live = file.Series("live").Last;
        if (file.Power.Live is { Points: > 0 } bound && double.IsFinite(bound.Upper) && live > 0)
        {
            // The bound of the growth over the window shrinks with the root of the marks in it.
            double wanted = Math.Pow(bound.Upper / (LookPower.MostGrowth * live), 2) * bound.Seconds;
            seconds = Math.Max(seconds, Math.Min(wanted, 10 * file.Seconds));
        }

        seconds = Math.Max(seconds, 1.5 * file.Seconds);
        double minutes = Array.Find(RoundMinutes, round => round * 60 >= seconds);
        return TimeSpan.FromMinutes(minutes > 0 ? minutes : RoundMinutes[^1]);
    }
}
