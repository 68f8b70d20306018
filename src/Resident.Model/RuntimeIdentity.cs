namespace Resident.Model;

/// <summary>Which managed runtime a process runs, as its executable tells.</summary>
/// <param name="Kind">"go", "dotnet", "jvm", "node", "python", "ruby" or "native".</param>
/// <param name="Version">The runtime's version, as in "go1.26.5", or null where the executable does not say.</param>
/// <param name="Module">The main module's path from Go's build info, or null.</param>
/// <param name="How">What told: "buildinfo", "pclntab", "libcoreclr", "symbol", "none".</param>
public sealed record RuntimeIdentity(string Kind, string? Version, string? Module, string How)
{
    /// <summary>Gets the Go versions that come into question where only the function table told, as in "1.18-1.19"; else null.</summary>
    public string? Era { get; init; }
}
