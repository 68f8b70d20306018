namespace Resident.Web;

/// <summary>The page cannot be served at the address that was asked for: the port is taken, or the address is not ours.</summary>
public sealed class PageAddressUnavailableException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="PageAddressUnavailableException"/> class.</summary>
    public PageAddressUnavailableException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PageAddressUnavailableException"/> class.</summary>
    /// <param name="message">One sentence: the address, why not, what to do.</param>
    public PageAddressUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="PageAddressUnavailableException"/> class.</summary>
    /// <param name="message">One sentence: the address, why not, what to do.</param>
    /// <param name="innerException">What was thrown below.</param>
    public PageAddressUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
