using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>A function of a binary with its instructions and the nodes of a graph whose addresses lie in it.</summary>
/// <param name="Name">The name to show.</param>
/// <param name="Start">The address of its first instruction, as the binary states it.</param>
/// <param name="Instructions">The instructions, by address.</param>
/// <param name="Nodes">The nodes with the address that the binary states, by that address.</param>
public sealed record DisassembledFunction(
    string Name, ulong Start, IReadOnlyList<CodeInstruction> Instructions, IReadOnlyList<(ulong Address, GraphNode Node)> Nodes);
