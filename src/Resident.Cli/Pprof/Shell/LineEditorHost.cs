namespace Resident.Cli.Pprof.Shell;

/// <summary>What a line editor sees of the terminal. Tests give their own.</summary>
internal sealed record LineEditorHost
{
    /// <summary>Gets the function that waits for a key and does not show it.</summary>
    public required Func<ConsoleKeyInfo> ReadKey { get; init; }

    /// <summary>Gets where text and control sequences go.</summary>
    public required Action<string> Write { get; init; }

    /// <summary>Gets the function that tells the terminal's width in characters.</summary>
    public required Func<int> Columns { get; init; }

    /// <summary>Gets the function that completes what stands before the cursor.</summary>
    public required Func<string, LineCompletion> Complete { get; init; }
}
