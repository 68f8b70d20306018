using System.Text.RegularExpressions;

namespace Resident.Cli.CommandLine;

/// <summary>Puts what the file system says into the one form of all errors: what it is about, a colon, what is
/// wrong.</summary>
internal static partial class ErrorText
{
    /// <summary>Says what an error is.</summary>
    /// <param name="exception">The error, from us or from the base library.</param>
    public static string Of(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException when PathIn(exception.Message) is { } path => $"{Shorten(path)}: no such file",
        UnauthorizedAccessException when PathIn(exception.Message) is { } path => Directory.Exists(path) ? $"{Shorten(path)}: a folder" : $"{Shorten(path)}: permission denied",
        _ => exception.Message,
    };

    // The base library names the path in quotes, and whole.
    private static string? PathIn(string message) => Quoted().Match(message) is { Success: true } match ? match.Groups["path"].Value : null;

    private static string Shorten(string path)
    {
        string here = Directory.GetCurrentDirectory().TrimEnd('/') + "/";
        return path.StartsWith(here, StringComparison.Ordinal) ? path[here.Length..] : path;
    }

    [GeneratedRegex("^(?:Could not find|Access to the path) .*?'(?<path>.+)'", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
