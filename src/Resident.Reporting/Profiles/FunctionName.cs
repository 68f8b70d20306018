using System.Text.RegularExpressions;

namespace Resident.Reporting.Profiles;

/// <summary>Shortens function names for graphs.</summary>
public static class FunctionName
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex ModuleVersion = new(@"^(?<a>.*?)/v(?:[2-9]|[1-9][0-9]+)(?<b>[./].*)\z", Linear);
    private static readonly Regex GoFunction = new(@"^(?:[A-Za-z0-9_\-.]+/)+(?<a>[^.]+\..+)", Linear);
    private static readonly Regex JavaMethod = new(@"^(?:[a-z][A-Za-z0-9_]*\.)*(?<a>[A-Z][A-Za-z0-9_$]*\.(?:<init>|[a-z][A-Za-z0-9_$]*(?:\$[0-9]+)?))(?:\(|\z)", Linear);
    private static readonly Regex CppMethod = new(@"^(?:[_a-zA-Z][A-Za-z0-9_]*::)+(?<a>_*[A-Z][A-Za-z0-9_]*::~?[_a-zA-Z][A-Za-z0-9_]*(?:<.*>)?)", Linear);

    /// <summary>Takes packages, module versions and name spaces off a name of Go, Java or C++.</summary>
    public static string Shorten(string name)
    {
        const string Anonymous = "(anonymous namespace)::";
        name = name.StartsWith(Anonymous, StringComparison.Ordinal) ? name[Anonymous.Length..] : name;
        var version = ModuleVersion.Match(name);
        name = version.Success ? version.Groups[1].Value + version.Groups[2].Value : name;
        foreach (var expression in new[] { GoFunction, JavaMethod, CppMethod })
        {
            var match = expression.Match(name);
            if (match.Success)
            {
                return match.Groups[1].Value;
            }
        }

        return name;
    }
}
