using System.Text.RegularExpressions;

namespace Resident.Reporting.Profiles;

/// <summary>Shortens function names for graphs.</summary>
public static partial class FunctionName
{
    /// <summary>Takes packages, module versions and name spaces off a name of Go, Java or C++.</summary>
    public static string Shorten(string name)
    {
        const string Anonymous = "(anonymous namespace)::";
        name = name.StartsWith(Anonymous, StringComparison.Ordinal) ? name[Anonymous.Length..] : name;
        var version = ModuleVersion().Match(name);
        name = version.Success ? version.Groups[1].Value + version.Groups[2].Value : name;
        foreach (var expression in new[] { GoFunction(), JavaMethod(), CppMethod() })
        {
            var match = expression.Match(name);
            if (match.Success)
            {
                return match.Groups[1].Value;
            }
        }

        return name;
    }

    [GeneratedRegex(@"^(.*?)/v(?:[2-9]|[1-9][0-9]+)([./].*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModuleVersion();

    [GeneratedRegex(@"^(?:[A-Za-z0-9_\-.]+/)+([^.]+\..+)", RegexOptions.CultureInvariant)]
    private static partial Regex GoFunction();

    [GeneratedRegex(@"^(?:[a-z][A-Za-z0-9_]*\.)*([A-Z][A-Za-z0-9_$]*\.(?:<init>|[a-z][A-Za-z0-9_$]*(?:\$[0-9]+)?))(?:\(|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex JavaMethod();

    [GeneratedRegex(@"^(?:[_a-zA-Z][A-Za-z0-9_]*::)+(_*[A-Z][A-Za-z0-9_]*::~?[_a-zA-Z][A-Za-z0-9_]*(?:<.*>)?)", RegexOptions.CultureInvariant)]
    private static partial Regex CppMethod();
}
