namespace Resident.Store;

/// <summary>The disk, a quota or a limit on file sizes leaves no room for what was to be recorded. Nothing is damaged; the same step may be
/// written later.</summary>
public sealed class RecordingFullException : IOException
{
    /// <summary>Initializes a new instance of the <see cref="RecordingFullException"/> class.</summary>
    public RecordingFullException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RecordingFullException"/> class.</summary>
    /// <param name="message">One sentence: which file, and what to do.</param>
    public RecordingFullException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RecordingFullException"/> class.</summary>
    /// <param name="message">One sentence: which file, and what to do.</param>
    /// <param name="innerException">What was thrown below.</param>
    public RecordingFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RecordingFullException"/> class.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="hresult">The error's number.</param>
    public RecordingFullException(string message, int hresult)
        : base(message, hresult)
    {
    }
}
