namespace Resident.Sources.GoRuntime;

/// <summary>The list of goroutines was not found in a program whose other figures can be read.</summary>
public sealed class GoroutinesNotFoundException : IOException
{
    /// <summary>Initializes a new instance of the <see cref="GoroutinesNotFoundException"/> class.</summary>
    public GoroutinesNotFoundException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GoroutinesNotFoundException"/> class.</summary>
    /// <param name="message">Of which program, in one sentence.</param>
    public GoroutinesNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GoroutinesNotFoundException"/> class.</summary>
    /// <param name="message">Of which program, in one sentence.</param>
    /// <param name="hresult">A number of the system's.</param>
    public GoroutinesNotFoundException(string message, int hresult)
        : base(message, hresult)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="GoroutinesNotFoundException"/> class.</summary>
    /// <param name="message">Of which program, in one sentence.</param>
    /// <param name="innerException">What was thrown below.</param>
    public GoroutinesNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
