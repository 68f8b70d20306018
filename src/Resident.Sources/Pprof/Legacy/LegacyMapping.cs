namespace Resident.Sources.Pprof.Legacy;

/// <summary>A mapping while a legacy profile is put together.</summary>
internal sealed class LegacyMapping
{
    public ulong Start { get; set; }

    public ulong Limit { get; set; }

    public ulong Offset { get; set; }

    public string File { get; set; } = string.Empty;

    public string BuildId { get; set; } = string.Empty;
}
