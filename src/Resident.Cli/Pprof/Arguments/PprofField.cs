namespace Resident.Cli.Pprof.Arguments;

/// <summary>One setting: its name, how it is read and written as text.</summary>
internal sealed record PprofField
{
    public required string Name { get; init; }

    public required string Help { get; init; }

    /// <summary>Gets the type in Go's words: bool, int, float or string.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the only values that are allowed, or none where any is.</summary>
    public string[] Choices { get; init; } = [];

    public required Func<PprofConfig, string> Get { get; init; }

    /// <summary>Gets the function that sets the value. It throws <see cref="PprofErrorException"/> for a text that is none.</summary>
    public required Func<PprofConfig, string, PprofConfig> Set { get; init; }
}
