using Resident.Model;
using Resident.Model.Observations;
using Resident.Monitoring.Recording;

namespace Resident.Monitoring.Inspection;

/// <summary>Knows what was recorded of a process, by whom ever of this user's commands. Safe for several
/// threads.</summary>
public interface IRecordedPast
{
    /// <summary>Reads what was recorded before this command began to watch it; of bounded size, to be held for
    /// long.</summary>
    /// <param name="process">The process.</param>
    /// <returns>Null where nothing was.</returns>
    Observation? ReadBefore(ProcessMemory process);

    /// <summary>Reads what was recorded in a stretch, by this command too.</summary>
    /// <param name="process">The process.</param>
    /// <param name="span">The stretch.</param>
    /// <returns>Null where nothing was.</returns>
    Observation? Read(ProcessMemory process, RecordedSpan span);
}
