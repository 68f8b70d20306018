using System.Runtime.InteropServices;

namespace Resident.Cli.Run;

/// <summary>What the relay has done since its start. Totals.</summary>
/// <param name="ReadBytes">Bytes that the program and its children wrote to stderr.</param>
/// <param name="PassedBytes">Bytes that went on to the real stderr.</param>
/// <param name="TraceLines">Lines that were recognised as the Go runtime's, whether or not they reached us.</param>
/// <param name="DroppedLines">Those of them that did not reach us, because we did not read in time or were gone.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RelayCounts(long ReadBytes, long PassedBytes, long TraceLines, long DroppedLines);
