using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Processes;

/// <summary>One process of <c>resident ps</c>.</summary>
/// <param name="Process">The kernel's view.</param>
/// <param name="Runtime">Its runtime.</param>
/// <param name="Go">The Go runtime's view, or null where it was not read.</param>
/// <param name="Command">The command line.</param>
public sealed record ProcessRow(ProcessMemory Process, RuntimeIdentity Runtime, GoMemory? Go, string Command)
{
    /// <summary>Gets why RES is what it is, or null where that was not asked or cannot be told.</summary>
    public Verdict? Why { get; init; }
}
