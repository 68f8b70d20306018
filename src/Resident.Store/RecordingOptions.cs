namespace Resident.Store;

/// <summary>What a writer says about a recording.</summary>
public sealed record RecordingOptions
{
    /// <summary>Gets the name of what is recorded.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the time between samples.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the Resident that writes, as in "resident 0.3.0".</summary>
    public string Tool { get; init; } = "resident";

    /// <summary>Gets what tells this writer from another one later, such as its PID and start time; "" for none.</summary>
    public string Writer { get; init; } = "";

    /// <summary>Gets what tells whether a writer that is named in the file is still at work. By default none is.</summary>
    public Func<string, bool> IsWriterAlive { get; init; } = static _ => false;

    /// <summary>Gets what is kept for how long.</summary>
    public RetentionPolicy Retention { get; init; } = RetentionPolicy.KeepAll;

    /// <summary>Gets labels for the recording.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
