namespace Resident.Model;

/// <summary>What a page of the Go heap is.</summary>
public enum GoPageKind
{
    /// <summary>Free, and kept for the next growth.</summary>
    Idle,

    /// <summary>Free, and given back to the operating system; also what Go 1.26 and later leave unused before the heap's random first page.</summary>
    Released,

    /// <summary>Part of a span with objects.</summary>
    Objects,

    /// <summary>Part of a span for stacks or the collector's work lists.</summary>
    Stacks,

    /// <summary>Taken, and in no span that was seen: pages that are being given back, a span that came or went while pages were read.</summary>
    Other,
}
