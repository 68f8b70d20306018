namespace Resident.Cli.Sessions;

/// <summary>Which trace is to be read, and how it is shown.</summary>
/// <param name="File">The log's path, or "-".</param>
/// <param name="Follows">Whether to go on as it grows.</param>
/// <param name="Page">The page.</param>
internal sealed record TraceRequest(string File, bool Follows, PageRequest Page)
{
    public bool IsStandardInput => string.Equals(File, "-", StringComparison.Ordinal);

    public string Name => IsStandardInput ? "standard input" : File;
}
