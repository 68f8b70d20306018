using System.CommandLine;
using Resident.Cli.CommandLine;

namespace Resident.Cli.Sessions;

/// <summary>The options of every command that serves the page.</summary>
internal sealed class PageSettings
{
    private readonly Option<string> _listen = CommonOptions.Listen();
    private readonly Option<string?> _token = CommonOptions.Token();
    private readonly Option<bool> _openToAll = new("--open-to-all")
    {
        Description = "Let every user of this machine look at the page without a token. Default: who started this, and root.",
    };

    private readonly Option<bool> _noBrowser = CommonOptions.NoBrowser();
    private readonly Option<bool> _openBrowser = new("--open-browser") { Description = "Open a browser even where none seems to be at hand." };
    private readonly Option<bool> _noPage = new("--no-page") { Description = "Serve no page." };
    private readonly Option<string> _language = CommonOptions.Language();
    private readonly Option<bool> _quiet = CommonOptions.Quiet();
    private readonly Option<string?> _gcvisAddress = new("-i") { Description = "gcvis: the address to listen on.", Hidden = true };
    private readonly Option<int?> _gcvisPort = new("-p") { Description = "gcvis: the port to listen on.", Hidden = true };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_listen, _token, _openToAll, _noBrowser, _openBrowser, _noPage, _language, _quiet, _gcvisAddress, _gcvisPort];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Takes what the command line says.</summary>
    /// <exception cref="WrongRequestException">The address or the language makes no sense.</exception>
    public PageRequest Read(ParseResult result)
    {
        string language = result.GetRequiredValue(_language);
        if (language is not ("" or "en" or "zh"))
        {
            throw new WrongRequestException($"--lang: Expected en or zh, found \"{language}\".");
        }

        return new PageRequest
        {
            Listen = ListenAddress.Parse(result.GetRequiredValue(_listen), result.GetValue(_gcvisAddress), result.GetValue(_gcvisPort)),
            Token = SecretText.Read("--token", result.GetValue(_token), "RESIDENT_TOKEN"),
            IsOpenToAll = result.GetValue(_openToAll),
            OpensBrowser = result.GetValue(_openBrowser) || (!result.GetValue(_noBrowser) && Browser.IsWorthTrying()),
            IsWanted = !result.GetValue(_noPage),
            Language = language,
            IsQuiet = result.GetValue(_quiet),
        };
    }
}
