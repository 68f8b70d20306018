namespace Resident.Model.Profiles;

/// <summary>What one value of a sample counts, and in which unit, as in "inuse_space" and "bytes".</summary>
/// <param name="Type">The quantity's name.</param>
/// <param name="Unit">The unit's name; empty when the profile states none.</param>
public readonly record struct SampleType(string Type, string Unit)
{
    /// <summary>Gets the type without a name and unit: what a profile has that does not state its period's type.</summary>
    public static SampleType None { get; } = new(string.Empty, string.Empty);
}
