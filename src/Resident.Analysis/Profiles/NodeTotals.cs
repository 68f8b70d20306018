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

    /// <summary>Gets a value indicating whether the node has weight at all.</summary>
    public readonly bool IsListed(bool dropNegative) =>
        (Cum != 0 || Flat != 0) && !(dropNegative && (Flat < 0 || (Flat == 0 && Cum < 0)));
}
