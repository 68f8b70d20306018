namespace Resident.Monitoring.Inspection;

/// <summary>A target cannot be looked into.</summary>
public sealed class InspectionRefusedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="InspectionRefusedException"/> class.</summary>
    public InspectionRefusedException()
        : this(InspectionRefusal.Failed, "The target cannot be looked into.", "")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="InspectionRefusedException"/> class.</summary>
    /// <param name="message">One sentence: what was tried, and what refused it.</param>
    public InspectionRefusedException(string message)
        : this(InspectionRefusal.Failed, message, "")
    {
    }

    /// <summary>Initializes a new instance of the <see cref="InspectionRefusedException"/> class.</summary>
    /// <param name="message">One sentence: what was tried, and what refused it.</param>
    /// <param name="innerException">What was thrown.</param>
    public InspectionRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
        Refusal = InspectionRefusal.Failed;
    }

    /// <summary>Initializes a new instance of the <see cref="InspectionRefusedException"/> class.</summary>
    /// <param name="refusal">The reason, for those who have words of their own.</param>
    /// <param name="message">One sentence: what was tried, and what refused it.</param>
    /// <param name="remedy">What would allow it, with the command; "" where nothing does.</param>
    public InspectionRefusedException(InspectionRefusal refusal, string message, string remedy)
        : base(message)
    {
        Refusal = refusal;
        Remedy = remedy;
    }

    /// <summary>Gets the reason.</summary>
    public InspectionRefusal Refusal { get; }

    /// <summary>Gets what would allow it, with the command; "" where nothing does.</summary>
    public string Remedy { get; } = "";
}
