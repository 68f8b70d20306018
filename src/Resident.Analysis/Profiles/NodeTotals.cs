using System.Runtime.InteropServices;

namespace Resident.Analysis.Profiles;

/// <summary>What was added up for one node.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NodeTotals
{
    public long Flat { get; set; }

    public long FlatDivisor { get; set; }

    public long Cum { get; set; }

    public long CumDivisor { get; set; }

    /// <summary>Gets or sets the number of the last sample that was counted, so that recursion counts once.</summary>
    public int LastSample { get; set; }

    /// <summary>Adds a sample that passes through the node, once for each sample.</summary>
    public void AddCum(int sample, long weight, long divisor)
    {
        if (LastSample != sample)
        {
            LastSample = sample;
            unchecked
            {
                Cum += weight;
                CumDivisor += divisor;
            }
        }
    }

    /// <summary>Adds a sample that ends in the node.</summary>
    public void AddFlat(long weight, long divisor)
    {
        unchecked
        {
            Flat += weight;
            FlatDivisor += divisor;
        }
    }

    /// <summary>Tells whether both weights are below a bound.</summary>
    public readonly bool IsLight(long cutoff) => Model.Profiles.GoNumber.Abs(Flat) < cutoff && Model.Profiles.GoNumber.Abs(Cum) < cutoff;

    /// <summary>Gets a value indicating whether the node has weight at all.</summary>
    public readonly bool IsListed(bool dropNegative) =>
        (Cum != 0 || Flat != 0) && !(dropNegative && (Flat < 0 || (Flat == 0 && Cum < 0)));
}
