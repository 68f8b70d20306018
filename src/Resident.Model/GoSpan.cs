namespace Resident.Model;

/// <summary>A run of pages of the Go heap that holds objects of one size, or stacks.</summary>
/// <param name="Address">Where it begins.</param>
/// <param name="Bytes">Its size, a multiple of 8 KiB.</param>
/// <param name="State">What it is used for.</param>
/// <param name="SizeClass">The class of its objects; 0: one object above 32 KiB.</param>
/// <param name="ObjectBytes">The bytes of a slot.</param>
/// <param name="Slots">How many objects fit.</param>
/// <param name="Objects">How many there are, dead ones that were not swept yet included.</param>
public readonly record struct GoSpan(
    ulong Address, long Bytes, GoSpanState State, byte SizeClass, long ObjectBytes, int Slots, int Objects)
{
    /// <summary>Gets the share of the span that objects take, 0 to 1.</summary>
    public double Fullness => Bytes == 0 ? 0 : Math.Min(1, (double)Objects * ObjectBytes / Bytes);
}
