using System.CommandLine;
using Resident.Cli.CommandLine;
using Resident.Cli.Sessions;

namespace Resident.Cli.Alerts;

/// <summary>The options of commands that tell of a verdict when it comes up.</summary>
internal sealed class AlertSettings
{
    private static readonly TimeSpan DefaultStands = TimeSpan.FromMinutes(1);

    private readonly Option<string[]> _on = new("--on")
    {
        Description = "What to tell of: leak, growth, unsure, or a verdict by name. An answer that is not sure yet is none but unsure. May be given several times. Needs --exec or --webhook.",
        HelpName = "VERDICT",
    };

    private readonly Option<TimeSpan?> _stands = CommonOptions.Duration("--on-for", "How long the verdict must stand before it is told, and be gone before it is told again. Default 1m.");
    private readonly Option<string?> _command = new("--exec") { Description = "Run by /bin/sh -c, with the verdict's JSON on stdin and its name in $RESIDENT_VERDICT.", HelpName = "COMMAND" };
    private readonly Option<Uri?> _webhook = TargetOptions.Address("--webhook", "Where the verdict's JSON is sent by POST. @FILE or - (standard input) where the address is a secret.", mayHoldPassword: true);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_on, _stands, _command, _webhook];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Takes what the command line says.</summary>
    /// <exception cref="WrongRequestException">Half of it is missing, or a verdict is none.</exception>
    public AlertRequest Read(ParseResult result)
    {
        var request = new AlertRequest(
            FailOn.Parse(result.GetValue(_on) ?? [], "--on"),
            result.GetValue(_stands) ?? DefaultStands,
            result.GetValue(_command),
            result.GetValue(_webhook));
        bool hasRoute = request.Command is not null || request.Webhook is not null;
        if (request.IsWanted != hasRoute)
        {
            throw new WrongRequestException(hasRoute
                ? "--exec, --webhook: Expected --on VERDICT beside it: what is to be told? --on leak tells of every leak."
                : "--on: Expected --exec COMMAND or --webhook URL beside it: whom to tell?");
        }

        return request;
    }
}
