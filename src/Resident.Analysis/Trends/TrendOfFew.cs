using Resident.Model;

namespace Resident.Analysis.Trends;

/// <summary>Tells the shape of a handful of points, too few to compare models by their noise: the heap after each of some GC cycles, mostly.</summary>
/// <remarks>It asks what a person would: does it still rise in the last third of the time, or has it arrived? Points are few where they are
/// dear, and then each is exact; what they cannot tell is said by <see cref="TrendReason.FewPoints"/>.</remarks>
internal static class TrendOfFew
{
    /// <summary>Answers.</summary>
    /// <param name="blocks">Two points or more, with time between them.</param>
    /// <param name="options">What change matters.</param>
    public static Trend Answer(TrendBlocks blocks, TrendOptions options)
    {
        double[] seconds = blocks.Seconds;
        double[] values = blocks.Values;
        var level = TrendAnswer.OfFewPoints(blocks) with { LevelFrom = values.Average(), LevelTo = values.Average() };
        double total = values[^1] - values[0];
        double smallest = Math.Max(options.SmallestChange, options.SmallestChangeShare * values.Average(Math.Abs));
        if (values.Length < TrendThresholds.LeastPointsOfFew || !(Math.Abs(total) >= smallest))
        {
            return values.Length < TrendThresholds.LeastPointsOfFew ? level with { LevelFrom = values[0], LevelTo = values[^1] } : level;
        }

        double late = (values[^1] - ValueAt(seconds, values, seconds[^1] - (blocks.WindowSeconds / 3))) / total;
        if (late >= TrendThresholds.FewLeastOfLastThird && GoesOn(values, total))
        {
            var line = TrendAnswer.OfFewPoints(blocks);
            return line with { Shape = TrendShape.Line, LevelFrom = values[0], LevelTo = values[^1] };
        }

        return Math.Abs(late) < TrendThresholds.FewLeastOfLastThird ? Arrived(level, seconds, values, total) : level;
    }

    private static bool GoesOn(double[] values, double total)
    {
        int same = 0;
        double furthest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            same += (values[i] - values[i - 1]) * total >= 0 ? 1 : 0;
            furthest = Math.Max(furthest, (values[i] - values[0]) / total);
        }

        return same >= TrendThresholds.FewSameWay * (values.Length - 1) && furthest <= 1 + TrendThresholds.FewNearTheTop;
    }

    private static Trend Arrived(Trend level, double[] seconds, double[] values, double total)
    {
        int largest = 1;
        int arrived = values.Length - 1;
        for (int i = values.Length - 1; i > 0; i--)
        {
            largest = Math.Abs(values[i] - values[i - 1]) > Math.Abs(values[largest] - values[largest - 1]) ? i : largest;
            arrived = arrived == i && Math.Abs(values[^1] - values[i - 1]) < TrendThresholds.FewLeastOfLastThird * Math.Abs(total) ? i - 1 : arrived;
        }

        bool isStep = Math.Abs(values[largest] - values[largest - 1]) >= TrendThresholds.FewMostInOneStep * Math.Abs(total);
        return level with
        {
            Shape = isStep ? TrendShape.Step : TrendShape.Saturating,
            LevelFrom = values[0],
            LevelTo = values[^1],
            ChangeAtSeconds = seconds[arrived],
            Ceiling = isStep ? null : values[^1],
            TimeConstantSeconds = isStep ? null : (seconds[arrived] - seconds[0]) / 2,
        };
    }

    private static double ValueAt(double[] seconds, double[] values, double time)
    {
        int after = 1;
        while (after < seconds.Length - 1 && seconds[after] < time)
        {
            after++;
        }

        double share = (time - seconds[after - 1]) / (seconds[after] - seconds[after - 1]);
        return values[after - 1] + (share * (values[after] - values[after - 1]));
    }
}
