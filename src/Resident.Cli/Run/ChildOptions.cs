namespace Resident.Cli.Run;

/// <summary>What to start, and how.</summary>
internal sealed record ChildOptions
{
    /// <summary>Gets the command and its arguments. At least one word; the first is looked up in PATH unless it has a slash.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Gets whether trace lines stay in stderr. They reach the sink either way.</summary>
    public bool KeepTrace { get; init; }

    /// <summary>Gets how long a program that has ended is waited for until its last stderr is on the real one, if that is slow or
    /// a process that it left behind still writes. The relay goes on after that, so nothing is lost.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(2);
}
