using Resident.Model.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>What --fail-on and --on look for: "leak", "growth", or verdicts by name.</summary>
internal static class FailOn
{
    /// <summary>Reads the words.</summary>
    /// <param name="words">The option's values; each may have several words with commas between.</param>
    /// <param name="option">The option that has them.</param>
    /// <exception cref="WrongRequestException">A word is none of them.</exception>
    public static IReadOnlyList<string> Parse(IEnumerable<string> words, string option = "--fail-on")
    {
        var all = new List<string>();
        foreach (string word in words.SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (word is not ("leak" or "growth") && !VerdictIds.All.Contains(word, StringComparer.Ordinal))
            {
                throw new WrongRequestException($"{option}: Expected leak, growth or a verdict such as {VerdictIds.GoLiveHeapLeak}, found \"{word}\".");
            }

            all.Add(word);
        }

        return all;
    }

    /// <summary>Tells whether a verdict has what was looked for.</summary>
    public static bool Matches(IReadOnlyList<string> words, Verdict verdict) => words.Any(word => word switch
    {
        "leak" => verdict.Causes.Any(static cause => VerdictIds.IsLeak(cause.Verdict)),
        "growth" => verdict.Causes.Any(static cause => !cause.IsLevel && cause.Change.Bytes > 0 && !VerdictIds.IsHealthy(cause.Verdict)),
        _ => verdict.Causes.Any(cause => string.Equals(cause.Verdict, word, StringComparison.Ordinal)),
    });
}
