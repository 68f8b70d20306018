using System.Runtime.InteropServices;

namespace Resident.Analysis.Profiles;

/// <summary>What was added up for one edge.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EdgeTotals
{
    public int Source { get; init; }

    public int Target { get; init; }

    public long Weight { get; set; }

    public long Divisor { get; set; }

    /// <summary>Gets or sets the number of the last sample that was counted, so that recursion counts once.</summary>
    public int LastSample { get; set; }

    public bool IsResidual { get; set; }

    public bool IsInline { get; set; }
}
