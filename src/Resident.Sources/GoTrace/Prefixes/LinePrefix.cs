namespace Resident.Sources.GoTrace.Prefixes;

/// <summary>What a container runtime, a log collector or a logger put before a line's own text.</summary>
internal ref struct LinePrefix
{
    /// <summary>Gets or sets the prefix's length in bytes; 0 where there is none.</summary>
    public int Length { get; set; }

    /// <summary>Gets or sets the bytes that name the process: service, pod and container, host and tag. Empty where nothing does.</summary>
    public ReadOnlySpan<byte> Source { get; set; }

    /// <summary>Gets or sets a second part of the name, such as the tag after the host.</summary>
    public ReadOnlySpan<byte> SourceDetail { get; set; }

    /// <summary>Gets or sets the time that the prefix states, as it stands there.</summary>
    public ReadOnlySpan<byte> Time { get; set; }

    /// <summary>Gets or sets a value indicating whether the text that follows is in a JSON string.</summary>
    public bool Json { get; set; }

    /// <summary>Gets or sets the stream that CRI's log names; empty where it is none.</summary>
    public ReadOnlySpan<byte> Stream { get; set; }

    /// <summary>Gets or sets where the text of a line of CRI's log begins; 0 where it is none.</summary>
    public int Record { get; set; }

    /// <summary>Gets or sets a value indicating whether the line is cut here and goes on in the next line of the same source (CRI's P).</summary>
    public bool Partial { get; set; }

    /// <summary>Gets or sets a value indicating whether the bytes end where a prefix may still go on.</summary>
    public bool NeedMore { get; set; }
}
