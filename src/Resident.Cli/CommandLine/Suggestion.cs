using System.CommandLine;

namespace Resident.Cli.CommandLine;

/// <summary>Finds the word that a mistyped one was meant to be.</summary>
internal static class Suggestion
{
    private const int MostLength = 40;

    /// <summary>Finds the nearest command or option of a command.</summary>
    /// <param name="command">The command that did not know the word.</param>
    /// <param name="word">The word.</param>
    /// <returns>Null where nothing is near.</returns>
    public static string? Nearest(Command command, string word)
    {
        string name = word.Split('=')[0];
        if (name.Length is < 2 or > MostLength)
        {
            return null;
        }

        bool isOption = name.StartsWith('-');
        var known = isOption
            ? command.Options.Concat(RecursiveOf(command)).Where(static option => !option.Hidden).Select(static option => option.Name)
            : command.Subcommands.Select(static sub => sub.Name);
        var (best, distance) = known
            .Select(candidate => (candidate, Distance(name, candidate)))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(static entry => entry.Item2);
        return distance <= Math.Max(1, name.Length / 3) ? best : null;
    }

    // --help belongs to the root, and every command has it.
    private static IEnumerable<Option> RecursiveOf(Command command) =>
        command.Parents.OfType<Command>().SelectMany(static parent => parent.Options.Where(static option => option.Recursive).Concat(RecursiveOf(parent)));

    // Levenshtein's distance; two letters that changed places count as one mistake.
    private static int Distance(string one, string other)
    {
        int[][] cost = new int[one.Length + 1][];
        for (int i = 0; i <= one.Length; i++)
        {
            cost[i] = new int[other.Length + 1];
            for (int j = 0; j <= other.Length; j++)
            {
                cost[i][j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Step(cost, one, other, i, j),
                };
            }
        }

        return cost[one.Length][other.Length];
    }

    private static int Step(int[][] cost, string one, string other, int i, int j)
    {
        int change = cost[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
        int best = Math.Min(change, 1 + Math.Min(cost[i - 1][j], cost[i][j - 1]));
        bool swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
        return swapped ? Math.Min(best, 1 + cost[i - 2][j - 2]) : best;
    }
}
