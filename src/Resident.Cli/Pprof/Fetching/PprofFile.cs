using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>A file in the format that -proto writes, and the profile that was read from it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Profile">What it holds.</param>
internal sealed record PprofFile(string Path, Profile Profile);
