using System.Globalization;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Pprof.Output;
using Resident.Model;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Shell;

/// <summary>The shell: reads commands and settings, one a line, from a terminal or a pipe.</summary>
internal sealed class PprofShell
{
    private const string Prompt = "(pprof) ";
    private const string CommentStart = "//:";

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
                _host.Output.Write("(pprof) "u8);
                _host.Output.Flush();
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
            var options = PprofPlan.Describe(_profile, PprofCommandTable.Find("top")!, _config, _host);
            Reporting.Profiles.ReportHeader.DescribeProfile(_profile, options).ToList().ForEach(_host.Say);
            if (options.Total == 0 && _profile.SampleTypes.Length > 1)
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
                case ["q" or "quit" or "exit", ..]:
                    return false;
                case ["o" or "options", ..]:
                    PrintOptions();
                    return true;
                case ["help", .. var topics]:
                    PrintHelp(string.Join(' ', topics));
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
        int comment = value.LastIndexOf(CommentStart, StringComparison.Ordinal);
        value = (comment < 0 ? value : value[..comment]).Trim();
        bool isChoice = !string.Equals(field.Name, name, StringComparison.Ordinal);
        if (equals < 0 && field.Kind is not "bool" && !isChoice)
        {
            throw new PprofErrorException($"please specify a value, e.g. {name}=<val>");
        }

        if (isChoice)
        {
            bool isChosen = value.Length > 0 ? GoText.ParseFlagBool(value) == true : equals < 0;
            value = isChosen ? name : throw new PprofErrorException($"unknown config field {GoText.Quote(name)}");
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

    /// <summary>Lists the settings as pprof does, so that what reads its list can read ours.</summary>
    private void PrintOptions()
    {
        foreach (var field in PprofFields.All)
        {
            if (field.Name is not "source_path")
            {
                string comment = CommentOn(field);
                comment = comment.Length > 0 ? $"{CommentStart} {comment}" : comment;
                _host.Say(string.Create(CultureInfo.InvariantCulture, $"  {field.Name,-25} = {ShownValue(field),-20} {comment}"));
            }
        }
    }

    private string ShownValue(PprofField field)
    {
        string value = field.Get(_config);
        return (field.Name, value) switch
        {
            ("granularity", "") => "(default)",
            ("sample_index", "") => _profile.SampleTypes[^1].Type,
            (_, "") => "\"\"",
            _ => value,
        };
    }

    private string CommentOn(PprofField field) => field.Name switch
    {
        "sample_index" => $"[{string.Join(" | ", _profile.SampleTypes.Select(static type => type.Type))}]",
        "nodecount" when field.Get(_config) is "-1" => "default",
        _ => field.Choices.Length > 0 ? $"[{string.Join(" | ", field.Choices.Order(StringComparer.Ordinal))}]" : string.Empty,
    };

    private void PrintHelp(string topic)
    {
        if (topic.Length > 0)
        {
            string? help = PprofCommandTable.Find(topic)?.Help ?? PprofFields.Find(topic)?.Help;
            _host.Say(help is null ? $"Unknown command: {topic}" : $"{topic}: {help}");
            return;
        }

        _host.Error.Write(PprofUsage.Text());
        _host.Say("  o/options  List options and their current values\n  q/quit/exit/^D  Exit\n  :  Clear focus/ignore/hide/tagfocus/tagignore");
    }
}
