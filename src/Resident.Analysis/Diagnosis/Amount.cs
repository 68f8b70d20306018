using Resident.Model;

namespace Resident.Analysis.Diagnosis;

/// <summary>Makes amounts of memory of calculated figures.</summary>
internal static class Amount
{
    // More is no memory of a process: a figure that came of almost nothing divided by almost nothing.
    private const double Most = 1L << 60;

    /// <summary>Rounds towards zero. What is not a number is nothing; what no process can have is cut off.</summary>
    public static ByteSize Of(double bytes) => double.IsNaN(bytes) ? default : new((long)Math.Clamp(bytes, -Most, Most));
}
