namespace Resident.Cli.Pprof.Arguments;

/// <summary>What the command line asks for.</summary>
internal sealed record PprofArguments
{
    public required IReadOnlyList<string> Sources { get; init; }

    public string ExecutableName { get; init; } = string.Empty;

    public string BuildId { get; init; } = string.Empty;

    public IReadOnlyList<string> Bases { get; init; } = [];

    public bool IsDiffBase { get; init; }

    public int Seconds { get; init; } = -1;

    public int Timeout { get; init; } = -1;

    public string Symbolize { get; init; } = string.Empty;

    public string Comment { get; init; } = string.Empty;

    public bool AllFrames { get; init; }

    public string TlsCertificate { get; init; } = string.Empty;

    public string TlsKey { get; init; } = string.Empty;

    public string TlsAuthority { get; init; } = string.Empty;

    public IReadOnlyList<string> Headers { get; init; } = [];

    public string Http { get; init; } = string.Empty;

    public bool NoBrowser { get; init; }

    /// <summary>Gets a value indicating whether formats are read that pprof cannot read.</summary>
    public bool ReadsMore { get; init; }

    public required PprofConfig Config { get; init; }

    /// <summary>Gets the report to make, or null for the shell or the web page.</summary>
    public PprofCommandSpec? Command { get; init; }

    /// <summary>Gets the command's expression, or null.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the words that are printed to standard error.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
