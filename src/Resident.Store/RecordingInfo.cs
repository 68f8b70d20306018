namespace Resident.Store;

/// <summary>What a recording says about itself.</summary>
public sealed record RecordingInfo
{
    /// <summary>Gets the format's version, see docs/formats/recording.md.</summary>
    public required int Version { get; init; }

    /// <summary>Gets the name of what was recorded.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the time between samples that was asked for, or null.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Gets the Resident that wrote it, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>Gets the process that writes it, as its writer named itself, or null where nobody does.</summary>
    public string? Writer { get; init; }

    /// <summary>Gets the labels that a person or another program gave it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
