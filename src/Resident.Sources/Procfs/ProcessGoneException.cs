namespace Resident.Sources.Procfs;

/// <summary>There is no process of that PID: there never was, it has ended, or it ended while it was read.</summary>
public sealed class ProcessGoneException : IOException
{
    /// <summary>Initializes a new instance of the <see cref="ProcessGoneException"/> class.</summary>
    public ProcessGoneException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ProcessGoneException"/> class.</summary>
    /// <param name="message">One sentence: which process, and what to do.</param>
    public ProcessGoneException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ProcessGoneException"/> class.</summary>
    /// <param name="message">One sentence: which process, and what to do.</param>
    /// <param name="innerException">What the read threw.</param>
    public ProcessGoneException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ProcessGoneException"/> class.</summary>
    /// <param name="message">One sentence: which process, and what to do.</param>
    /// <param name="hresult">The error number that the read gave.</param>
    public ProcessGoneException(string message, int hresult)
        : base(message, hresult)
    {
    }
}
