using System.Runtime.InteropServices;

namespace Resident.Analysis.Profiles;

/// <summary>One place in an <see cref="EdgeTable"/>; a key of 0 is a free one.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct EdgeSlot
{
    /// <summary>Gets or sets the source's number, and the target's number plus one.</summary>
    public ulong Key { get; set; }

    public long Weight { get; set; }

    /// <summary>Gets or sets the last sample that was counted, so that recursion counts once, above two flags.</summary>
    public uint State { get; set; }
}
