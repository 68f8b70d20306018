using System.Runtime.CompilerServices;

namespace Resident.Testing;

/// <summary>Holds a text against a file in the testdata folder beside the calling test.</summary>
public static class Golden
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    /// <summary>Compares, or writes the file when UPDATE_GOLDEN is 1.</summary>
    /// <param name="actual">What the code under test wrote.</param>
    /// <param name="fileName">The file's name in testdata.</param>
    /// <param name="callerPath">The test's own path; the compiler fills it in.</param>
    /// <exception cref="InvalidOperationException">There is no such file, or it holds another text.</exception>
    public static void Compare(string actual, string fileName, [CallerFilePath] string callerPath = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(callerPath)!, "testdata");
        string path = Path.Combine(folder, fileName);
        if (string.Equals(Environment.GetEnvironmentVariable(UpdateVariable), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, actual);
            return;
        }

        string? expected = File.Exists(path) ? File.ReadAllText(path) : null;
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"{path} {(expected is null ? "is missing" : "holds another text")}.\n=== expected\n{expected}\n=== actual\n{actual}\n"
                + $"Where the new text is right, run once with {UpdateVariable}=1 and read the diff.");
        }
    }
}
