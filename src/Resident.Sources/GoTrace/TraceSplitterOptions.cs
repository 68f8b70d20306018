using System.Buffers;
using Resident.Model;

namespace Resident.Sources.GoTrace;

/// <summary>How a <see cref="TraceSplitter"/> reads its input.</summary>
public sealed record TraceSplitterOptions
{
    /// <summary>Gets a value indicating whether lines may begin with the prefix of a container runtime, a log collector or a
    /// logger. False for a child's own stderr, where it would only hold bytes back that look like the beginning of one.</summary>
    public bool Prefixes { get; init; } = true;

    /// <summary>Gets the year of times that state none, as journald's "Nov 22 22:48:32"; null: such times are not told.</summary>
    public int? Year { get; init; }

    /// <summary>Gets what takes the bytes that are not passed on, in their order: each trace line as the runtime wrote it, a torn
    /// one in one piece. null: they are dropped. The caller owns it, and empties it after each call.</summary>
    public IBufferWriter<byte>? Taken { get; init; }

    /// <summary>Gets the bounds on what is held.</summary>
    public InputLimits Limits { get; init; } = InputLimits.Default;
}
