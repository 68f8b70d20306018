namespace Resident.Cli.Pprof.Shell;

/// <summary>How a line can go on.</summary>
/// <param name="Start">Where the part begins that is replaced; it ends at the cursor.</param>
/// <param name="Text">What stands there then: as much as all choices share.</param>
/// <param name="Choices">All ways to go on.</param>
internal sealed record LineCompletion(int Start, string Text, IReadOnlyList<string> Choices)
{
    /// <summary>Gets how many choices are listed at most.</summary>
    public int Shown { get; init; } = 60;
}
