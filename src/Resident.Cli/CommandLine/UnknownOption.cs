using System.CommandLine;
using System.CommandLine.Parsing;

namespace Resident.Cli.CommandLine;

/// <summary>Finds options that no command has, where the parser took them for an argument.</summary>
internal static class UnknownOption
{
    /// <summary>Finds the first word that begins with a dash and became an argument, though no "--" stands before
    /// it.</summary>
    /// <param name="parsed">What was parsed.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Find(ParseResult parsed)
    {
        var values = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens)
            .Select(static token => token.Value).ToHashSet(StringComparer.Ordinal);
        return parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value is ['-', _, ..] && values.Contains(token.Value))
            .Select(static token => token.Value)
            .FirstOrDefault();
    }
}
