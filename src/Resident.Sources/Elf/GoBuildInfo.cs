namespace Resident.Sources.Elf;

/// <summary>What the Go linker wrote into a program about its making.</summary>
/// <param name="Version">The toolchain, as in "go1.26.5", with experiments after a space where there are any.</param>
/// <param name="Path">The main package's path, or null.</param>
/// <param name="Module">The main module's path, or null.</param>
/// <param name="ModuleVersion">The main module's version, as "(devel)", or null.</param>
public sealed record GoBuildInfo(string Version, string? Path, string? Module, string? ModuleVersion);
