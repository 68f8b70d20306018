namespace Resident.Model.Ledgers;

/// <summary>A file that is mapped, or a piece of shared memory, with what of it is in this process's RES.</summary>
/// <param name="Path">The file's path or the kernel's name.</param>
/// <param name="Resident">The bytes of it in RAM through this process's mappings.</param>
/// <param name="Mapped">The bytes that are mapped.</param>
/// <param name="Term">The term that counts it: executable, files or shared.</param>
public sealed record LedgerFile(string Path, ByteSize Resident, ByteSize Mapped, LedgerTermId Term);
