using System.Runtime.InteropServices;

namespace Resident.Analysis.Profiles;

/// <summary>What was added up for one edge.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EdgeTotals(int Source, int Target, long Weight, long Divisor, bool IsResidual, bool IsInline);
