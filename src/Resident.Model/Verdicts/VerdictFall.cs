using Resident.Model.Ledgers;

namespace Resident.Model.Verdicts;

/// <summary>A term that fell while another one grew.</summary>
/// <param name="Term">The term.</param>
/// <param name="By">By how much it fell; above 0.</param>
public sealed record VerdictFall(LedgerTermId Term, ByteSize By);
