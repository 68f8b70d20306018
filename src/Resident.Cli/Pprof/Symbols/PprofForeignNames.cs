using System.Text.RegularExpressions;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Demangles with c++filt what our own reader of names does not know: Rust's newer names, rare ones of C++.</summary>
internal static partial class PprofForeignNames
{
    private static readonly string[] WithoutParameters = ["--no-params"];

    /// <summary>Tells whether a name is mangled in a way that c++filt may know.</summary>
    public static bool IsMangled(string name) =>
        name.StartsWith("_Z", StringComparison.Ordinal) || name.StartsWith("__Z", StringComparison.Ordinal)
        || (name.StartsWith("_R", StringComparison.Ordinal) && name.Length > 2 && (char.IsAsciiLetterUpper(name[2]) || char.IsAsciiDigit(name[2])));

    /// <summary>"name[1f2e]::": which build of a crate. It tells a person nothing, and pprof leaves it out.</summary>
    [GeneratedRegex(@"(?<=\w)\[[0-9a-f]+\](?=::)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CrateNumber();

    /// <summary>Demangles names in one run of the program.</summary>
    /// <param name="names">The names, none with a line break.</param>
    /// <param name="withParameters">Whether the types of parameters are written.</param>
    /// <returns>The readable names by the mangled ones; empty where the program is not installed or fails.</returns>
    public static Dictionary<string, string> Read(IReadOnlyList<string> names, bool withParameters)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return found;
        }

        try
        {
            string? output = PprofTool.Run("c++filt", withParameters ? [] : WithoutParameters, string.Join('\n', names) + "\n");
            string[] lines = output?.Split('\n') ?? [];
            for (int i = 0; i < names.Count && i < lines.Length; i++)
            {
                found[names[i]] = names[i].StartsWith("_R", StringComparison.Ordinal) ? CrateNumber().Replace(lines[i], string.Empty) : lines[i];
            }
        }
        catch (PprofErrorException)
        {
            // The names stay as they are.
        }

        return found;
    }
}
