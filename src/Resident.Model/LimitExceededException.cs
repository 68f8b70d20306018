namespace Resident.Model;

/// <summary>An input or an answer is larger or slower than its bound allows. The message names what raises the bound.</summary>
public sealed class LimitExceededException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="LimitExceededException"/> class.</summary>
    public LimitExceededException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="LimitExceededException"/> class.</summary>
    /// <param name="message">One sentence: what was too large, the bound, and the option that raises it.</param>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="LimitExceededException"/> class.</summary>
    /// <param name="message">One sentence: what was too large, the bound, and the option that raises it.</param>
    /// <param name="innerException">What was thrown below.</param>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
