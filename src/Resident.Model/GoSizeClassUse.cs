namespace Resident.Model;

/// <summary>How well the spans of one size class are used.</summary>
public sealed record GoSizeClassUse
{
    /// <summary>Gets the class; 0 holds objects above 32 KiB, each in a span of its own.</summary>
    public required int SizeClass { get; init; }

    /// <summary>Gets the bytes of a slot; in class 0 the mean.</summary>
    public required long ObjectBytes { get; init; }

    /// <summary>Gets the number of spans.</summary>
    public required long Spans { get; init; }

    /// <summary>Gets the number of slots.</summary>
    public required long Slots { get; init; }

    /// <summary>Gets the number of objects, dead ones that were not swept yet included.</summary>
    public required long Objects { get; init; }

    /// <summary>Gets the bytes of the spans.</summary>
    public required ByteSize Bytes { get; init; }

    /// <summary>Gets the bytes of the objects.</summary>
    public required ByteSize ObjectTotal { get; init; }

    /// <summary>Gets the bytes of the spans that no object takes: free slots and what is left over at the end.</summary>
    public ByteSize Fragmentation => Bytes - ObjectTotal;

    /// <summary>Gets the share of the spans that objects take, 0 to 1.</summary>
    public double Occupancy => Bytes.Bytes == 0 ? 0 : (double)ObjectTotal.Bytes / Bytes.Bytes;
}
