using Resident.Monitoring.History;

namespace Resident.Monitoring.Sampling;

/// <summary>The process that was watched has ended. The message says how, as far as that can be seen from outside.</summary>
public sealed class TargetEndedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="TargetEndedException"/> class.</summary>
    public TargetEndedException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TargetEndedException"/> class.</summary>
    /// <param name="message">How it ended, in one sentence.</param>
    public TargetEndedException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TargetEndedException"/> class.</summary>
    /// <param name="message">How it ended, in one sentence.</param>
    /// <param name="innerException">What was thrown below.</param>
    public TargetEndedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets what the message says, for readers with words of their own, or null.</summary>
    public Wording? Words { get; init; }

    /// <summary>Gets a value indicating whether the kernel counted an out-of-memory kill in the process's group as it ended.</summary>
    public bool IsOutOfMemory { get; init; }
}
