using System.Runtime.CompilerServices;

namespace Resident.Testing;

/// <summary>Finds the checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Gets the checkout's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Joins a path below the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(thisFile, "..", "..", ".."));
}
