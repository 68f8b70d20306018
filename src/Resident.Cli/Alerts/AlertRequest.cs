namespace Resident.Cli.Alerts;

/// <summary>What is to happen when a verdict comes up.</summary>
/// <param name="On">What to look for, as --fail-on has it; empty: nothing.</param>
/// <param name="Stands">How long it must stand before it is told.</param>
/// <param name="Command">The shell's words, or null.</param>
/// <param name="Webhook">The address, or null.</param>
internal sealed record AlertRequest(IReadOnlyList<string> On, TimeSpan Stands, string? Command, Uri? Webhook)
{
    /// <summary>Gets how long a command may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets a value indicating whether there is anything to look for.</summary>
    public bool IsWanted => On.Count > 0;
}
