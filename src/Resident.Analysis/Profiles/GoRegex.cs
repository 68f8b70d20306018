using System.Text.RegularExpressions;

namespace Resident.Analysis.Profiles;

/// <summary>Regular expressions in Go's syntax (RE2), matched in linear time.</summary>
public static class GoRegex
{
    /// <summary>Compiles an expression, or returns null.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="error">What is wrong with it, in Go's words; or null.</param>
    public static Regex? TryCompile(string expression, out string? error)
    {
        try
        {
            string translated = new Re2Translator(expression).Translate();
            error = null;
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (FormatException e)
        {
            error = $"error parsing regexp: {e.Message}";
        }
        catch (ArgumentException)
        {
            error = $"error parsing regexp: invalid or unsupported syntax: `{expression}`";
        }
        catch (NotSupportedException)
        {
            error = $"error parsing regexp: expression too large: `{expression}`";
        }

        return null;
    }
}
