using System.Collections.Immutable;

namespace Resident.Model.Profiles;

/// <summary>A profile as pprof defines it: samples of stacks with values and labels, over tables of locations, functions and
/// mappings. Immutable; a transformation shares the tables that it does not touch.</summary>
/// <remarks>Format: profile.proto of github.com/google/pprof. Every index in a table is in range; decoders see to it.</remarks>
public sealed record Profile
{
    /// <summary>Gets the profile without anything.</summary>
    public static Profile Empty { get; } = new();

    /// <summary>Gets what each sample's values are, in order.</summary>
    public ImmutableArray<SampleType> SampleTypes { get; init; } = [];

    /// <summary>Gets the samples.</summary>
    public SampleTable Samples { get; init; } = SampleTable.Empty;

    /// <summary>Gets the mappings; the first is the main program's by convention.</summary>
    public ImmutableArray<ProfileMapping> Mappings { get; init; } = [];

    /// <summary>Gets the locations.</summary>
    public LocationTable Locations { get; init; } = LocationTable.Empty;

    /// <summary>Gets the functions.</summary>
    public FunctionTable Functions { get; init; } = FunctionTable.Empty;

    /// <summary>Gets the texts that functions and labels refer to. No text occurs twice; the first is empty.</summary>
    public ImmutableArray<string> Strings { get; init; } = [string.Empty];

    /// <summary>Gets the comments, in order. Those that start with "#" are hidden from headers.</summary>
    public ImmutableArray<string> Comments { get; init; } = [];

    /// <summary>Gets the address of a page about this profile, or empty.</summary>
    public string DocumentationLink { get; init; } = string.Empty;

    /// <summary>Gets the expression for frames to drop together with all that they call, or empty.</summary>
    public string DropFrames { get; init; } = string.Empty;

    /// <summary>Gets the expression for frames to keep although <see cref="DropFrames"/> matches, or empty.</summary>
    public string KeepFrames { get; init; } = string.Empty;

    /// <summary>Gets the time of collection, in nanoseconds since 1970 UTC, or 0.</summary>
    public long TimeNanoseconds { get; init; }

    /// <summary>Gets the duration of collection, in nanoseconds, or 0.</summary>
    public long DurationNanoseconds { get; init; }

    /// <summary>Gets what <see cref="Period"/> counts.</summary>
    public SampleType PeriodType { get; init; } = SampleType.None;

    /// <summary>Gets the number of events between two samples.</summary>
    public long Period { get; init; }

    /// <summary>Gets the name of the sample type to show when none is asked for, or empty.</summary>
    public string DefaultSampleType { get; init; } = string.Empty;

    /// <summary>Finds a sample type by its name, as inuse_space.</summary>
    /// <returns>Its index among each sample's values, or -1.</returns>
    public int IndexOfSampleType(string name)
    {
        for (int i = 0; i < SampleTypes.Length; i++)
        {
            if (string.Equals(SampleTypes[i].Type, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
