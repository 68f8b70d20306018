using Resident.Model.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>What --fail-on and --on look for: "leak", "growth", "unsure", or verdicts by name.</summary>
/// <remarks>An answer that is not sure yet claims nothing: only "unsure" and its own name find it, whatever causes it
/// lists as possible.</remarks>
internal static class FailOn
{
    private const string Unsure = "unsure";

    /// <summary>Reads the words.</summary>
    /// <param name="words">The option's values; each may have several words with commas between.</param>
    /// <param name="option">The option that has them.</param>
    /// <exception cref="WrongRequestException">A word is none of them.</exception>
    public static IReadOnlyList<string> Parse(IEnumerable<string> words, string option = "--fail-on")
    {
        var all = new List<string>();
        foreach (string word in words.SelectMany(static text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (word is not ("leak" or "growth" or Unsure) && !VerdictIds.All.Contains(word, StringComparer.Ordinal))
            {
                throw new WrongRequestException($"{option}: Expected leak, growth, unsure or a verdict such as {VerdictIds.GoLiveHeapLeak}, found \"{word}\".");
            }

            all.Add(word);
        }

        return all;
    }

    /// <summary>Tells whether a verdict has what was looked for.</summary>
    public static bool Matches(IReadOnlyList<string> words, Verdict verdict) => verdict.Id is VerdictIds.NotSureYet
        ? words.Any(static word => word is Unsure or VerdictIds.NotSureYet)
        : words.Any(word => Matches(word, verdict));

    private static bool Matches(string word, Verdict verdict) => word switch
    {
        Unsure => false,
        "leak" => verdict.Causes.Any(static cause => VerdictIds.IsLeak(cause.Verdict)),
        "growth" => verdict.Causes.Any(static cause => !cause.IsLevel && cause.Change.Bytes > 0 && !VerdictIds.IsHealthy(cause.Verdict)),
        _ => verdict.Causes.Any(cause => string.Equals(cause.Verdict, word, StringComparison.Ordinal)),
    };
}
