namespace Resident.Sources.Detection;

/// <summary>What a file holds, told by its bytes and not by its name.</summary>
public enum FileContent
{
    /// <summary>Something that nothing here reads.</summary>
    Unknown = 0,

    /// <summary>Nothing: it has no bytes.</summary>
    Empty = 1,

    /// <summary>No file of bytes: a pipe, a socket or a device.</summary>
    Special = 2,

    /// <summary>A program: ELF, a .NET assembly, or a script that begins with "#!".</summary>
    Executable = 3,

    /// <summary>A core file: the memory of a process that ended.</summary>
    Core = 4,

    /// <summary>An SQLite database.</summary>
    Database = 5,

    /// <summary>A pprof profile, compressed or not, or one of the older texts.</summary>
    Profile = 6,

    /// <summary>An execution trace of Go, as runtime/trace writes it.</summary>
    ExecutionTrace = 7,

    /// <summary>Samples in text: JSON lines of resident.sample/1, or CSV with a time and figures of samples.</summary>
    Samples = 8,

    /// <summary>A log that holds lines of GODEBUG=gctrace=1 or its kin.</summary>
    GcTrace = 9,

    /// <summary>An answer of `why --json`.</summary>
    VerdictDocument = 10,

    /// <summary>An HTML page.</summary>
    Html = 11,

    /// <summary>Other text.</summary>
    Text = 12,

    /// <summary>Something that zstd compressed.</summary>
    Zstandard = 13,
}
