using Resident.Reporting.Verdicts;

namespace Resident.Cli.CommandLine;

/// <summary>What standard output can show: columns and colours.</summary>
internal static class TextOutput
{
    /// <summary>Gets a value indicating whether colours are wanted: on a terminal, unless NO_COLOR is set.</summary>
    public static bool HasColor => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Tells whether colours are wanted.</summary>
    /// <param name="color">auto, always or never.</param>
    /// <exception cref="WrongRequestException">It is none of them.</exception>
    public static bool WantsColor(string color) => color switch
    {
        "auto" => HasColor,
        "always" => WithStyles(),
        "never" => false,
        _ => throw new WrongRequestException($"--color: Expected auto, always or never, found \"{color}\"."),
    };

    /// <summary>Finds the words of an answer.</summary>
    /// <param name="language">en, zh, or empty: as the environment says.</param>
    /// <exception cref="WrongRequestException">It is none of them.</exception>
    public static VerdictWords WordsOf(string language) => language switch
    {
        "" => LanguageOfEnvironment(),
        _ => VerdictWords.Of(language) ?? throw new WrongRequestException($"--lang: Expected en or zh, found \"{language}\"."),
    };

    /// <summary>Tells how many columns there are.</summary>
    /// <param name="pipeWidth">How many a pipe or a file gets.</param>
    public static int WidthOr(int pipeWidth) => Console.IsOutputRedirected ? pipeWidth : Console.WindowWidth;

    private static bool WithStyles()
    {
        Terminal.AllowStyles();
        return true;
    }

    private static VerdictWords LanguageOfEnvironment()
    {
        string locale = Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LC_MESSAGES")
            ?? Environment.GetEnvironmentVariable("LANG") ?? "";
        return locale.StartsWith("zh", StringComparison.Ordinal) ? VerdictWords.Chinese : VerdictWords.English;
    }
}
