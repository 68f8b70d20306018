namespace Resident.Sources.GoRuntime.Executables;

/// <summary>What the linker wrote about the build of an executable.</summary>
/// <param name="Version">runtime.Version() of the toolchain, as in "go1.26.5".</param>
/// <param name="Module">The main module's path, or null.</param>
/// <param name="ModuleVersion">The main module's version, as in "v1.2.3" or "(devel)", or null.</param>
public sealed record GoBuildInfo(string Version, string? Module, string? ModuleVersion);
