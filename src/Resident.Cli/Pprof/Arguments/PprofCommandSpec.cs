using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Arguments;

/// <summary>One report that can be asked for.</summary>
internal sealed record PprofCommandSpec
{
    public required string Name { get; init; }

    public required ReportFormat Format { get; init; }

    /// <summary>Gets a value indicating whether the command takes an expression.</summary>
    public bool HasParameter { get; init; }

    /// <summary>Gets the format that graphviz turns the graph into, or null.</summary>
    public string? Graphviz { get; init; }

    /// <summary>Gets the programs that can show the result, tried in order; none where it is printed.</summary>
    public string[] Viewers { get; init; } = [];

    /// <summary>Gets the file name's ending for what a terminal cannot show, or null where it can.</summary>
    public string? Extension { get; init; }

    public required string Help { get; init; }
}
