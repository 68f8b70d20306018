using Resident.Model;

namespace Resident.Sources.GoRuntime.Functions;

/// <summary>The frames of one call instruction, the innermost first, and what the runtime treats in a special way of them.</summary>
/// <param name="Frames">The frames; empty where the instruction is not Go's.</param>
/// <param name="SpecialIds">The runtime's number of each frame's function.</param>
internal sealed record GoCallFrames(GoFrame[] Frames, byte[] SpecialIds);
