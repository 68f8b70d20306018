using System.Collections.Immutable;

namespace Resident.Model.Profiles;

/// <summary>The places in code that stacks are made of, a column an array.</summary>
/// <remarks>
/// A location has no line when it is not symbolized, one line normally, and more where calls were inlined: then the first
/// line is the innermost callee and the last is the function that the code really belongs to.
/// </remarks>
public sealed record LocationTable
{
    /// <summary>Gets the table without locations.</summary>
    public static LocationTable Empty { get; } = new()
    {
        Ids = [],
        Addresses = [],
        Mappings = [],
        Folded = [],
        LineStarts = [0],
        Functions = [],
        Lines = [],
        Columns = [],
    };

    /// <summary>Gets the ids that the profile gave, one a location.</summary>
    public required ImmutableArray<ulong> Ids { get; init; }

    /// <summary>Gets the addresses, one a location; 0 when unknown.</summary>
    public required ImmutableArray<ulong> Addresses { get; init; }

    /// <summary>Gets the index of each location's mapping in <see cref="Profile.Mappings"/>, or -1.</summary>
    public required ImmutableArray<int> Mappings { get; init; }

    /// <summary>Gets whether a location stands for several that were folded into one, one a location.</summary>
    public required ImmutableArray<bool> Folded { get; init; }

    /// <summary>Gets where each location's lines start in the three columns below: one a location, and one after the last.</summary>
    public required ImmutableArray<int> LineStarts { get; init; }

    /// <summary>Gets the index of each line's function in <see cref="Profile.Functions"/>.</summary>
    public required ImmutableArray<int> Functions { get; init; }

    /// <summary>Gets the line numbers, one a line; 0 when unknown.</summary>
    public required ImmutableArray<long> Lines { get; init; }

    /// <summary>Gets the column numbers, one a line; 0 when unknown.</summary>
    public required ImmutableArray<long> Columns { get; init; }

    /// <summary>Gets how many locations there are.</summary>
    public int Count => Ids.Length;
}
