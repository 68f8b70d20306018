using System.Runtime.InteropServices;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>struct iovec: a place and a length, in this process or in another.</summary>
/// <param name="Address">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct IoVector(nuint Address, nuint Length);
