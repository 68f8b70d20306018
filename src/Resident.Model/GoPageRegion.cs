namespace Resident.Model;

/// <summary>A part of the heap's address space without gaps, page by page.</summary>
public sealed record GoPageRegion
{
    /// <summary>Gets the first page's address.</summary>
    public required ulong Address { get; init; }

    /// <summary>Gets a <see cref="GoPageKind"/> for each page, as a byte.</summary>
    public required ReadOnlyMemory<byte> Kinds { get; init; }

    /// <summary>Gets how full each page's span is, in percent; 0 for pages without objects. Same order.</summary>
    public required ReadOnlyMemory<byte> Fullness { get; init; }

    /// <summary>Gets the percentage of each page that is in RAM; empty where the kernel does not tell. Same order.</summary>
    public required ReadOnlyMemory<byte> Resident { get; init; }
}
