using Resident.Sources.GoRuntime.Functions;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>What the linker left in an executable.</summary>
/// <param name="Header">The header of the table of functions.</param>
/// <param name="TableAddress">The table's address in the process.</param>
/// <param name="Module">The linker's list of places.</param>
internal sealed record GoLinkedTables(PclntabHeader Header, ulong TableAddress, GoModule Module);
