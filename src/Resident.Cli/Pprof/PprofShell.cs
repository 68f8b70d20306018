using System.Globalization;
using Resident.Analysis.Profiles;
using Resident.Model;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof;

/// <summary>The shell: reads commands and settings, one a line, from a terminal or a pipe.</summary>
internal sealed class PprofShell
{
    private const string Prompt = "(pprof) ";

    private static readonly string[] FilterNames = ["focus", "ignore", "hide", "tagfocus", "tagignore"];

    private readonly Profile _profile;
    private readonly PprofHost _host;
    private PprofConfig _config;

    public PprofShell(Profile profile, PprofConfig config, PprofHost host)
    {
        _profile = profile;
        _host = host;
        _config = config with { CompactLabels = true };
    }

    /// <summary>Reads until the end of the input or "quit".</summary>
    public void Run()
    {
        Greet();
        var read = MakeReader();
        while (read() is { } line)
        {

            foreach (string input in PprofShellLine.ExpandShortcuts(line, _profile))
            {
                if (!TryExecute(input))
                {
                    return;
                }
            }
        }
    }

    /// <summary>On a terminal lines can be edited; elsewhere they are taken as they come.</summary>
    private Func<string?> MakeReader()
    {
        if (_host.ReadKey is not { } readKey)
        {
            return () =>
            {
                _host.Write(Prompt);
                return _host.Input.ReadLine();
            };
        }

        var history = new PprofHistory(_host.StateFolder);
        var completer = new PprofCompleter(_profile);
        var terminal = new LineEditorHost { ReadKey = readKey, Write = _host.Write, Columns = _host.Columns, Complete = completer.Complete };
        var editor = new LineEditor(terminal, history.Read());
        return () =>
        {
            string? line = editor.ReadLine(Prompt);
            history.Add(line ?? string.Empty);
            return line;
        };
    }

    private void Greet()
    {
        try
        {
            var plan = PprofPlan.Prepare(_profile, PprofCommandTable.Find("top")!, _config, _host);
            Reporting.Profiles.ReportHeader.DescribeProfile(_profile, plan.Options).ToList().ForEach(_host.Say);
            if (plan.Options.Total == 0 && _profile.SampleTypes.Length > 1)
            {
                _host.Say("No samples were found with the default sample value type.\nTry \"sample_index\" command to analyze different sample values.\n");
            }
        }
        catch (PprofErrorException)
        {
            // A wrong setting: the first command tells of it.
        }

        _host.Say("Entering interactive mode (type \"help\" for commands, \"o\" for options)");
    }

    /// <summary>Executes one line. False where it says to leave.</summary>
    private bool TryExecute(string input)
    {
        try
        {
            if (TrySet(input))
            {
                return true;
            }

            string[] words = input.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                    return true;
                case ["q" or "quit" or "exit" or "\u0004", ..]:
                    return false;
                case ["o" or "options", ..]:
                    PrintOptions();
                    return true;
                case ["help", .. var topics]:
                    PrintHelp(topics);
                    return true;
                default:
                    Report(words);
                    return true;
            }
        }
        catch (Exception e) when (e is PprofErrorException or MalformedInputException or LimitExceededException or IOException or UnauthorizedAccessException)
        {
            _host.Say(e.Message);
            return true;
        }
    }

    private bool TrySet(string input)
    {
        int equals = input.IndexOf('=', StringComparison.Ordinal);
        string name = (equals < 0 ? input : input[..equals]).Trim();
        if (PprofFields.Find(name) is not { } field)
        {
            return false;
        }

        string value = equals < 0 ? string.Empty : input[(equals + 1)..];
        int comment = value.IndexOf(" //", StringComparison.Ordinal);
        value = (comment < 0 ? value : value[..comment]).Trim();
        if (equals < 0 && field.Kind is not ("bool" or "choice"))
        {
            // A name without a value is asked for, not set: "focus" alone is no command.
            return false;
        }

        if (!string.Equals(field.Name, name, StringComparison.Ordinal))
        {
            bool isChosen = GoText.ParseBool(value) ?? throw new PprofErrorException($"unknown config field {GoText.Quote(name)}");
            value = isChosen ? name : field.Get(_config);
        }

        if (field.Name is "sample_index")
        {
            int index = SampleIndex.Find(_profile, value, out string? problem);
            value = problem is null ? _profile.SampleTypes[index].Type : throw new PprofErrorException(problem);
        }

        _config = field.Set(_config, value);
        return true;
    }

    private void Report(string[] words)
    {
        var request = PprofShellLine.Parse(words, _config);
        new PprofReporter(_profile, _host).Generate(request.Command, request.Parameter, request.Config);
    }

    private void PrintOptions()
    {
        foreach (var field in PprofFields.All)
        {
            string value = field.Get(_config);
            string text = field.Kind is "string" or "choice" && value.Length == 0 ? "\"\"" : value;
            if (field.Name is "sample_index")
            {
                text += $" //: [{string.Join(" | ", _profile.SampleTypes.Select(static type => type.Type))}]";
            }

            string choices = field.Choices.Length > 0 ? $" //: [{string.Join(" | ", field.Choices)}]" : string.Empty;
            _host.Say(string.Create(CultureInfo.InvariantCulture, $"  {field.Name,-25} = {text}{choices}"));
        }

        _host.Say($"  : clears {string.Join(", ", FilterNames)}");
    }

    private void PrintHelp(string[] topics)
    {
        foreach (string topic in topics)
        {
            string? help = PprofCommandTable.Find(topic)?.Help ?? PprofFields.Find(topic)?.Help;
            _host.Say(help is null ? $"Unknown command: {topic}" : $"{topic}: {help}");
        }

        if (topics.Length == 0)
        {
            _host.Error.Write(PprofUsage.Text());
            _host.Say("  o/options  List options and their current values\n  q/quit/exit/^D  Exit\n  :  Clear focus/ignore/hide/tagfocus/tagignore");
        }
    }
}
