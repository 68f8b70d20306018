using Resident.Testing;

namespace Resident.EndToEnd.Tests.Run;

/// <summary>The executable under test: the one that RESIDENT_EXE names, else what was built along with the tests.</summary>
internal static class ResidentProgram
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("RESIDENT_EXE")
        ?? Repository.PathOf("artifacts", "bin", "Resident.Cli", Configuration, "resident");

    /// <summary>Gets a value indicating whether it is the natively compiled one: no managed assembly lies beside it.</summary>
    public static bool IsNative { get; } = !File.Exists(System.IO.Path.ChangeExtension(Path, ".dll")) && !File.Exists(Path + ".dll");

    private static string Configuration =>
#if DEBUG
        "debug";
#else
        "release";
#endif
}
