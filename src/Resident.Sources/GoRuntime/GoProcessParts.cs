using Resident.Sources.Binary;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime;

/// <summary>What opening a process found.</summary>
internal sealed record GoProcessParts
{
    /// <summary>Gets the program's identity.</summary>
    public required GoProcessIdentity Identity { get; init; }

    /// <summary>Gets the linker's tables.</summary>
    public required GoLinkedTables Linked { get; init; }

    /// <summary>Gets the program in memory.</summary>
    public required GoTarget Target { get; init; }

    /// <summary>Gets where its variables lie.</summary>
    public required GoGlobals Globals { get; init; }

    /// <summary>Gets the executable.</summary>
    public FileByteSource? File { get; init; }

    /// <summary>Gets when the process started, in ticks since the machine did.</summary>
    public long StartTime { get; init; }
}
