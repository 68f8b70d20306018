namespace Resident.Analysis.Trends;

/// <summary>What decides a trend's answer, in one place. Shares of the window and multiples of the noise, so that they hold for half a minute and for days.</summary>
/// <remarks>Held to the table in docs/trends.md and to the programs of tests/scenarios. What change matters is in <see cref="Model.TrendOptions"/>.</remarks>
internal static class TrendThresholds
{
    /// <summary>How much better than any bounded model a line must be, in the criterion: odds of e^1.5 to 1 against the harmless answer.</summary>
    public const double LineMargin = 3;

    /// <summary>How much better than a line a settling must be of which the window does not show the end: it has to show the bend.</summary>
    public const double BendMargin = 3;

    /// <summary>How many figures more than one a place counts as that was searched for: of all places, the best explains a good part of any noise that
    /// remembers, while a true step fits far better than any line.</summary>
    public const double FiguresOfAPlace = 2;

    /// <summary>How many times the noise a rate changes in a window of hours or days at the least: what never leaves the band in which the service
    /// always moves is no leak yet.</summary>
    public const double ChangeOverNoise = 3;

    /// <summary>By how many times its 95 % interval a rate differs from none, over hours and days: three standard errors.</summary>
    public const double SureRate = 1.5;

    /// <summary>The last point of 36 hours lies a moment before their end.</summary>
    public const double NearlyAll = 0.99;

    /// <summary>Noise below this part of the smallest change that matters is not told from none.</summary>
    public const double SmallestDeviationPart = 1.0 / 64;

    /// <summary>A day.</summary>
    public const double DaySeconds = 86_400;

    /// <summary>With fewer points models are not compared.</summary>
    public const int FewPoints = 12;

    /// <summary>A change this many times the noise is believed in a short window too.</summary>
    public const double LargeChange = 10;

    /// <summary>Criteria closer than this leave the question open: odds below 1.3 to 1.</summary>
    public const double CloseCriteria = 0.5;

    /// <summary>A settling is believed when the window holds this many time constants.</summary>
    public const double SettledConstants = 3;

    /// <summary>A steady fill has covered in half its time what a settling covers in 0.7 time constants: two thirds of the window, where a fill
    /// counts as over, are three constants of a third of the window.</summary>
    public const double FillConstants = 2;

    /// <summary>A day of the day and a half, and a little less.</summary>
    public const double TwoThirds = 0.66;

    /// <summary>A step in this last share of the window has not been seen to stay.</summary>
    public const double RecentShare = 0.1;

    /// <summary>Blocks of days.</summary>
    public const int MostBlocks = 144;

    /// <summary>Blocks of minutes and hours.</summary>
    public const int MostBlocksOfAShortWindow = 48;

    /// <summary>A block of days, up to <see cref="MostBlocks"/>.</summary>
    public const double LongBlockSeconds = 900;

    /// <summary>So few points are taken one by one: a minimum of two says little, and the noise is in the model.</summary>
    public const double EachPointUpTo = 48;

    /// <summary>How many times the noise's memory a window of hours or days holds at the least. With no bound a drift of any kind would pass as
    /// noise that forgets nothing.</summary>
    public const double WindowMemories = 12;

    /// <summary>The same for seconds and minutes, in which a load comes and goes once or twice.</summary>
    public const double MemoriesOfAShortWindow = 8;

    /// <summary>Two points have no shape.</summary>
    public const int LeastPointsOfFew = 3;

    /// <summary>Of the steps, how many go the same way where the whole goes on.</summary>
    public const double FewSameWay = 0.7;

    /// <summary>Of the whole change, what the last third of the time has where it goes on: a line has a third.</summary>
    public const double FewLeastOfLastThird = 0.12;

    /// <summary>Of the whole change, how far the end may lie from the highest point where it goes on.</summary>
    public const double FewNearTheTop = 0.1;

    /// <summary>Of the whole change, what one step has where it is a step.</summary>
    public const double FewMostInOneStep = 0.7;

    /// <summary>Blocks that a level has at the least.</summary>
    public const int ShortestLevel = 3;

    /// <summary>Of all blocks, those that a level has at the least.</summary>
    public const double ShortestLevelShare = 0.04;

    /// <summary>Blocks that a cycle has at the least.</summary>
    public const double ShortestCycleBlocks = 6;

    /// <summary>How often the window holds a cycle at the least.</summary>
    public const double MostCyclesShare = 1.5;

    /// <summary>A window of three time constants shows 95 % of a settling.</summary>
    public const double SettledShare = 1.0 / 3;

    /// <summary>A fill is over when the last third of the window shows it full.</summary>
    public const double FullShare = 2.0 / 3;

    /// <summary>From this window on, seconds, a block's minimum is what was there all the time: whether a rise is kept need not be asked.</summary>
    public const double LongWindowSeconds = 3600;
}
