using Resident.Model.Ledgers;

namespace Resident.Analysis.Diagnosis;

/// <summary>Which GOMEMLIMIT fits a program.</summary>
internal static class MemoryLimits
{
    private const double MebibyteBytes = 1 << 20;
    private const double StepBytes = 16 * MebibyteBytes;
    private const double LeastBytes = 64 * MebibyteBytes;
    private const double RoomAboveLive = 1.3;

    // A limit that is raised by less buys nothing.
    private const double LeastRaise = 1.25;

    /// <summary>Gets the limit that leaves room above what is live, bytes: live and its room to 1.3 times, stacks,
    /// metadata; rounded up to 16 MiB, at the least 64.</summary>
    public static double Suggested(CaseFile file)
    {
        double live = Math.Max(file.Series("live").MedianBetween(0.7, 1), file.Level(LedgerTermId.Live));
        return RoundedUp((live * RoomAboveLive) + OthersOf(file) + StepBytes);
    }

    /// <summary>Gets a limit above the one that is set, bytes.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="limit">The limit that is set, bytes.</param>
    public static double Raised(CaseFile file, double limit) => Math.Max(Suggested(file), RoundedUp(LeastRaise * limit));

    /// <summary>Gets what the limit counts beside the objects: stacks, metadata, free slots. Bytes.</summary>
    public static double OthersOf(CaseFile file) =>
        file.Level(LedgerTermId.Stacks) + file.Level(LedgerTermId.Metadata) + file.Level(LedgerTermId.Fragmentation);

    private static double RoundedUp(double bytes) => Math.Max(LeastBytes, Math.Ceiling(Amount.Of(bytes).Bytes / StepBytes) * StepBytes);
}
