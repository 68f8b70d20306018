using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Resident.Cli.CommandLine;

/// <summary>Options that several commands have. They mean the same everywhere, so they are made here.</summary>
internal static class CommonOptions
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(10);

    public static Option<bool> Json(string description = "Print one JSON document; a stream is one document a line.") =>
        new("--json") { Description = description };

    public static Option<TimeSpan> Interval() => new("--interval")
    {
        Description = "Time between samples, such as 1s, 500ms or 1m.",
        HelpName = "TIME",
        DefaultValueFactory = static _ => TimeSpan.FromSeconds(1),
        CustomParser = static result =>
        {
            var time = ReadDuration(result);
            if (time < LeastInterval)
            {
                result.AddError("--interval: Expected at least 10ms.");
            }

            return time;
        },
    };

    public static Option<TimeSpan?> For(string description) => Duration("--for", description);

    /// <summary>Makes --for of a command that also tells what is now: 0s is a time, too.</summary>
    public static Option<TimeSpan?> ForOrNow(string description) => new("--for")
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = static result => DurationText.IsZero(result.Tokens.Count == 0 ? "" : result.Tokens[0].Value) ? TimeSpan.Zero : ReadDuration(result),
    };

    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = static result => ReadDuration(result),
    };

    /// <summary>Makes an option that takes a whole number of 1 or more.</summary>
    public static Option<int> Whole(string name, string description, int otherwise) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
            {
                result.AddError($"{name}: Expected a whole number of 1 or more, found \"{text}\".");
            }

            return number;
        },
    };

    public static Option<long?> Count(string description) => new("--count", "-n")
    {
        Description = description,
        HelpName = "N",
    };

    public static Option<string> Listen() => new("--listen")
    {
        Description = "Where the page is served. Any address but loopback asks for a token.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = static _ => "127.0.0.1:0",
    };

    public static Option<string?> Token() => new("--token")
    {
        Description = "The token that the page asks for: @FILE, - for standard input, or $RESIDENT_TOKEN. Made up and printed where it is needed and not given.",
        HelpName = "@FILE",
    };

    public static Option<bool> NoBrowser() => new("--no-browser") { Description = "Do not open a browser; print the page's address only." };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "No words on stderr but errors." };

    public static Option<string> Language()
    {
        var option = new Option<string>("--lang")
        {
            Description = "The page's language, until a person picks another: en or zh.",
            HelpName = "en|zh",
            DefaultValueFactory = static _ => "",
        };
        return option;
    }

    public static Option<string> AnswerLanguage() =>
        new("--lang") { Description = "The language of the answer: en or zh.", HelpName = "en|zh", DefaultValueFactory = static _ => "" };

    public static Option<string> Color() => new("--color")
    {
        Description = "When to use colours. auto: on a terminal, unless NO_COLOR is set.",
        HelpName = "auto|always|never",
        DefaultValueFactory = static _ => "auto",
    };

    private static TimeSpan ReadDuration(ArgumentResult result)
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (!DurationText.TryParse(text, out var time))
        {
            result.AddError($"Expected a time such as 500ms, 1s, 10m or 2h, found \"{text}\".");
        }

        return time;
    }
}
