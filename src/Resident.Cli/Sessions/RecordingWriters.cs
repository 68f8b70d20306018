namespace Resident.Cli.Sessions;

/// <summary>Whose recordings are read.</summary>
internal enum RecordingWriters
{
    /// <summary>Those of other commands, running or over.</summary>
    Others,

    /// <summary>That of this command.</summary>
    Own,

    /// <summary>All.</summary>
    All,
}
