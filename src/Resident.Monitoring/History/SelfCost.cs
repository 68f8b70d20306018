using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>What Resident itself takes from the machine.</summary>
/// <param name="Res">Its own RES, or null where that could not be read.</param>
/// <param name="CpuPercent">Its CPU time since the sample before, percent of one core, or null at the first.</param>
public readonly record struct SelfCost(ByteSize? Res, double? CpuPercent);
