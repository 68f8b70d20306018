namespace Resident.Cli.Sessions;

/// <summary>Which process is meant where a word means several.</summary>
internal enum TargetPick
{
    /// <summary>None: they are listed, and the command ends.</summary>
    Ask = 0,

    /// <summary>The one that started last.</summary>
    Newest = 1,

    /// <summary>The one with the largest RES.</summary>
    Largest = 2,

    /// <summary>All of them, summed up.</summary>
    Sum = 3,
}
