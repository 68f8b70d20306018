using Resident.Model;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Why a process's runtime cannot be read, and what would allow it.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Message">One sentence: what was tried and what refused it.</param>
/// <param name="Remedy">What to do, with the command; "" where nothing helps.</param>
public sealed record AttachRefusal(AttachRefusalKind Kind, string Message, string Remedy)
{
    /// <summary>Gets what the executable told before the refusal, or null.</summary>
    public RuntimeIdentity? Identity { get; init; }
}
