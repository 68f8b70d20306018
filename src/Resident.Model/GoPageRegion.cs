namespace Resident.Model;

/// <summary>A part of the heap's address space without gaps.</summary>
/// <remarks>Runs and not pages: a heap of 64 GiB has eight million pages, and mostly some thousand runs.</remarks>
public sealed record GoPageRegion
{
    /// <summary>Gets the first page's address.</summary>
    public required ulong Address { get; init; }

    /// <summary>Gets the number of pages.</summary>
    public required int Pages { get; init; }

    /// <summary>Gets the pages as runs by address, which add up to <see cref="Pages"/>.</summary>
    public required ReadOnlyMemory<GoPageRun> Runs { get; init; }

    /// <summary>Gets a value indicating whether the kernel tells which pages are in RAM.</summary>
    public required bool IsResidencyKnown { get; init; }
}
