namespace Resident.Model.Ledgers;

/// <summary>A part of RES.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Resident">Its bytes in RAM: a level, never negative.</param>
/// <param name="How">How it was measured.</param>
public readonly record struct LedgerTerm(LedgerTermId Id, ByteSize Resident, LedgerHow How);
