using Resident.Model;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>A bucket's counts with its stack.</summary>
/// <param name="Stack">The return addresses, innermost first.</param>
/// <param name="Count">The counts; without locations.</param>
internal sealed record CountedStack(ulong[] Stack, GoAllocationCount Count);
