using System.Runtime.InteropServices;

namespace Resident.Sources.Giving;

/// <summary>Bytes of another process; laid out as struct iovec.</summary>
/// <param name="Address">The first byte's address there.</param>
/// <param name="Bytes">How many.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MemoryRange(ulong Address, ulong Bytes);
