namespace Resident.Cli.CommandLine;

/// <summary>Our own arguments and the child's, told apart before anything is parsed.</summary>
/// <param name="Ours">What the parser gets.</param>
/// <param name="Child">The program that `run` starts, and its arguments; empty for every other command.</param>
internal sealed record ArgumentSplit(IReadOnlyList<string> Ours, IReadOnlyList<string> Child)
{
    private static readonly HashSet<string> OptionsWithValue = new(StringComparer.Ordinal)
    {
        "--interval", "--listen", "--token", "--lang", "-i", "-p",
    };

    /// <summary>Splits a command line.</summary>
    /// <remarks>
    /// `run`: ours ends at "--" or at the first word that is neither an option nor an option's value, as Go's flag package
    /// has it, so that `run -i 0.0.0.0 ./server -p 80` gives the server its own -p. No command at all: where stdin is not a
    /// terminal the pipe form is meant, which is `trace -`.
    /// </remarks>
    /// <param name="arguments">The command line.</param>
    /// <param name="inputIsTerminal">Whether stdin is a terminal.</param>
    public static ArgumentSplit Of(IReadOnlyList<string> arguments, bool inputIsTerminal)
    {
        if (arguments.Count > 0 && string.Equals(arguments[0], "run", StringComparison.Ordinal))
        {
            return SplitRun(arguments);
        }

        bool isPipeForm = !inputIsTerminal && (arguments.Count == 0 || IsOptionOfTrace(arguments[0]));
        return new(isPipeForm ? ["trace", "-", .. GcvisOptions(arguments)] : arguments, []);
    }

    private static ArgumentSplit SplitRun(IReadOnlyList<string> arguments)
    {
        int i = 1;
        while (i < arguments.Count && arguments[i].StartsWith('-') && !string.Equals(arguments[i], "--", StringComparison.Ordinal))
        {
            i += OptionsWithValue.Contains(arguments[i]) ? 2 : 1;
        }

        i = Math.Min(i, arguments.Count);
        int child = i < arguments.Count && string.Equals(arguments[i], "--", StringComparison.Ordinal) ? i + 1 : i;
        return new(["run", .. GcvisOptions(arguments.Take(i).Skip(1))], [.. arguments.Skip(child)]);
    }

    // An option without a command is one of the pipe form's, as in `./server 2>&1 | resident -p 8080`.
    private static bool IsOptionOfTrace(string argument) =>
        argument.StartsWith('-') && argument is not ("-h" or "-?" or "--help" or "--version");

    // gcvis's flags come from Go's flag package: one dash, "-o=false" for a bool.
    private static IEnumerable<string> GcvisOptions(IEnumerable<string> arguments) => arguments.Select(static argument => argument switch
    {
        "-o" or "-o=true" or "-o=1" or "-o=t" => "--open-browser",
        "-o=false" or "-o=0" or "-o=f" => "--no-browser",
        _ => argument,
    });
}
