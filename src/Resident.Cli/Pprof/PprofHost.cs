using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.Pprof;

/// <summary>What the command sees of the outside: streams, settings, folder and zone. Tests give their own.</summary>
internal sealed record PprofHost
{
    private readonly Lock _speaking = new();

    /// <summary>Gets where reports go that have no file.</summary>
    public required Stream Output { get; init; }

    /// <summary>Gets where words about the work go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Gets where the shell's commands come from.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Output"/> is a terminal.</summary>
    public bool IsOutputTerminal { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Input"/> is a terminal.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Error"/> is a terminal.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Gets the function that sends orders to the terminal; null where they go to <see cref="Error"/> as they
    /// are.</summary>
    public Action<string>? Order { get; init; }

    /// <summary>Gets the function that waits for a key; null where lines cannot be edited.</summary>
    public Func<ConsoleKeyInfo>? ReadKey { get; init; }

    /// <summary>Gets the function that tells the terminal's width in characters.</summary>
    public Func<int> Columns { get; init; } = static () => 80;

    /// <summary>Gets the folder that keeps what the user did; null where nothing is kept.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Gets the function that reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>Gets the folder that relative paths start at.</summary>
    public string Folder { get; init; } = string.Empty;

    /// <summary>Gets the zone that times are shown in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets the clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes a path absolute.</summary>
    public string PathOf(string path) => Folder.Length == 0 ? path : Path.Combine(Folder, path);

    /// <summary>Writes a line for the user. Threads may say something at once.</summary>
    public void Say(string text)
    {
        lock (_speaking)
        {
            Error.Write(text.EndsWith('\n') ? text : text + "\n");
            Error.Flush();
        }
    }

    /// <summary>Sends something with orders for the terminal at once. The caller makes printable what comes from
    /// outside.</summary>
    public void Write(string text)
    {
        lock (_speaking)
        {
            if (Order is null)
            {
                Error.Write(text);
                Error.Flush();
                return;
            }

            Order(text);
        }
    }

    /// <summary>Makes the host of a real process.</summary>
    public static PprofHost OfProcess() => new()
    {
        Output = Console.IsOutputRedirected ? Console.OpenStandardOutput() : new PrintableStream(Console.Out),
        Order = Terminal.Order,
        Error = Console.Error,
        Input = Console.In,
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsInputTerminal = !Console.IsInputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        ReadKey = IsWholeTerminal() ? ReadOneKey : null,
        Columns = static () => Console.WindowWidth,
        StateFolder = RecordingPlace.FindFolder(),
        Environment = System.Environment.GetEnvironmentVariable,
        TimeZone = TimeZoneInfo.Local,
    };

    private static bool IsWholeTerminal() => !Console.IsInputRedirected && !Console.IsOutputRedirected && !Console.IsErrorRedirected
        && System.Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>Ctrl-C is a key while a line is edited, and a signal while a report is made.</summary>
    private static ConsoleKeyInfo ReadOneKey()
    {
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }
}
