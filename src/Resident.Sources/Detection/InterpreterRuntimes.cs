using Resident.Model;

namespace Resident.Sources.Detection;

/// <summary>Knows the runtimes of Java, Node, Python and Ruby by the names of what they map: the library, or the
/// program itself.</summary>
public static class InterpreterRuntimes
{
    private static readonly System.Buffers.SearchValues<char> OfVersions = System.Buffers.SearchValues.Create("0123456789.");

    private static readonly (string Kind, string Library, string[] Programs)[] Known =
    [
        ("jvm", "libjvm.so", []),
        ("node", "libnode.so", ["node", "nodejs"]),
        ("python", "libpython", ["python"]),
        ("ruby", "libruby", ["ruby"]),
    ];

    /// <summary>Tells the runtime that a mapped program or library is.</summary>
    /// <param name="path">The mapping's path.</param>
    /// <returns>The runtime, with the version where the name has it ("python3.11"); null where it is none of
    /// them.</returns>
    public static RuntimeIdentity? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var file = Path.GetFileName(path.AsSpan());
        foreach (var (kind, library, programs) in Known)
        {
            if (file.StartsWith(library, StringComparison.Ordinal))
            {
                // What follows ".so" is the version of the library's interface.
                return new(kind, library.EndsWith(".so", StringComparison.Ordinal) ? null : VersionOf(file[library.Length..]), Module: null, library);
            }

            foreach (string program in programs)
            {
                if (file.StartsWith(program, StringComparison.Ordinal) && IsVersion(file[program.Length..]))
                {
                    return new(kind, VersionOf(file[program.Length..]), Module: null, "program");
                }
            }
        }

        return null;
    }

    // "" and "3.11" of "python" and "python3.11"; not what follows in "noded".
    private static bool IsVersion(ReadOnlySpan<char> rest)
    {
        foreach (char letter in rest)
        {
            if (letter != '.' && letter != '-' && !char.IsAsciiDigit(letter))
            {
                return false;
            }
        }

        return true;
    }

    // Of "3.11.so.1.0" and "-3.1.so.3.1": the digits and dots before ".so".
    private static string? VersionOf(ReadOnlySpan<char> rest)
    {
        var digits = rest.TrimStart('-');
        int end = digits.IndexOfAnyExcept(OfVersions);
        var version = (end < 0 ? digits : digits[..end]).Trim('.');
        return version.IsEmpty ? null : version.ToString();
    }
}
