using System.Collections.Immutable;

namespace Resident.Model.Profiles;

/// <summary>The functions of a profile, a column an array. All columns have one element a function.</summary>
public sealed record FunctionTable
{
    /// <summary>Gets the table without functions.</summary>
    public static FunctionTable Empty { get; } = new()
    {
        Ids = [],
        Names = [],
        SystemNames = [],
        FileNames = [],
        StartLines = [],
    };

    /// <summary>Gets the ids that the profile gave.</summary>
    public required ImmutableArray<ulong> Ids { get; init; }

    /// <summary>Gets the names as people read them: indexes of <see cref="Profile.Strings"/>.</summary>
    public required ImmutableArray<int> Names { get; init; }

    /// <summary>Gets the names as the linker knows them: indexes of <see cref="Profile.Strings"/>.</summary>
    public required ImmutableArray<int> SystemNames { get; init; }

    /// <summary>Gets the source files: indexes of <see cref="Profile.Strings"/>.</summary>
    public required ImmutableArray<int> FileNames { get; init; }

    /// <summary>Gets the line that each function starts at, or 0 when unknown.</summary>
    public required ImmutableArray<long> StartLines { get; init; }

    /// <summary>Gets how many functions there are.</summary>
    public int Count => Ids.Length;
}
