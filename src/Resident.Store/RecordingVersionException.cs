namespace Resident.Store;

/// <summary>A recording was written by a newer Resident, in a format that this one does not know. The file is left as it is.</summary>
public sealed class RecordingVersionException : IOException
{
    /// <summary>Initializes a new instance of the <see cref="RecordingVersionException"/> class.</summary>
    public RecordingVersionException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RecordingVersionException"/> class.</summary>
    /// <param name="message">One sentence: which file, its format, the formats that are known.</param>
    public RecordingVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RecordingVersionException"/> class.</summary>
    /// <param name="message">One sentence: which file, its format, the formats that are known.</param>
    /// <param name="innerException">What was thrown below.</param>
    public RecordingVersionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="RecordingVersionException"/> class.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="hresult">The error's number.</param>
    public RecordingVersionException(string message, int hresult)
        : base(message, hresult)
    {
    }
}
