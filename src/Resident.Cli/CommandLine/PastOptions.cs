using System.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.CommandLine;

/// <summary>The options of commands that answer from what was recorded, too.</summary>
internal sealed class PastOptions
{
    private readonly Option<string?> _from = new("--from")
    {
        Description = "Answer for the time since then: 2026-11-30T14:02, 14:02, -2h or \"2h ago\". Of a process it needs a recording; of a recording, relative times count from its end.",
        HelpName = "TIME",
    };

    private readonly Option<string?> _to = new("--to") { Description = "Answer for the time until then, from what was recorded.", HelpName = "TIME" };
    private readonly Option<bool> _fresh = Fresh();

    /// <summary>Makes the option that leaves recordings out.</summary>
    public static Option<bool> Fresh() =>
        new("--fresh") { Description = "Leave out what was recorded of the process before. By default a recording in $XDG_STATE_HOME/resident is used." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_fresh);
    }

    /// <summary>Takes the stretch that is asked for.</summary>
    /// <exception cref="WrongRequestException">A past is asked for and left out at once.</exception>
    public AskedWindow Window(ParseResult result)
    {
        var window = new AskedWindow(result.GetValue(_from), result.GetValue(_to));
        return window.IsGiven && IsFresh(result)
            ? throw new WrongRequestException("--fresh: It leaves out what was recorded, and --from and --to ask for it. Give one of the two.")
            : window;
    }

    /// <summary>Takes whether recordings are left out.</summary>
    public bool IsFresh(ParseResult result) => result.GetValue(_fresh);
}
