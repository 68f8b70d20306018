using System.Globalization;
using System.Text;
using Resident.Cli.Pprof.Arguments;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Shell;

/// <summary>The language of the shell's lines: "top10 -cum focus -ignore >file".</summary>
internal sealed record PprofShellLine(PprofCommandSpec Command, string? Parameter, PprofConfig Config)
{
    private const int ShellNodes = 10;

    /// <summary>Replaces a shortcut by what it stands for.</summary>
    public static string[] ExpandShortcuts(string line, Profile profile)
    {
        string input = line.Trim();
        if (input is ":")
        {
            return ["focus=", "ignore=", "hide=", "tagfocus=", "tagignore="];
        }

        foreach (var type in profile.SampleTypes)
        {
            string name = type.Type;
            if (string.Equals(input, name, StringComparison.Ordinal))
            {
                return [$"sample_index={name}"];
            }

            if (string.Equals(input, $"total_{name}", StringComparison.Ordinal))
            {
                return ["mean=0", $"sample_index={name}"];
            }

            if (string.Equals(input, $"mean_{name}", StringComparison.Ordinal))
            {
                return ["mean=1", $"sample_index={name}"];
            }
        }

        return [input];
    }

    /// <summary>Reads a command with its arguments. The settings in it hold for it alone.</summary>
    /// <exception cref="PprofErrorException">There is no such command, or an argument is missing or wrong.</exception>
    public static PprofShellLine Parse(string[] words, PprofConfig config)
    {
        string name = words[0];
        var rest = new Queue<string>(words.Skip(1));
        var command = PprofCommandTable.Find(name);
        string digits = string.Concat(name.Reverse().TakeWhile(char.IsAsciiDigit).Reverse());
        if (command is null && digits.Length > 0 && digits.Length < name.Length)
        {
            name = name[..^digits.Length];
            command = PprofCommandTable.Find(name);
            rest = new Queue<string>([digits, .. rest]);
        }

        if (command is null)
        {
            string value = rest.TryPeek(out string? given) ? given : "<val>";
            throw new PprofErrorException(
                PprofFields.Find(name) is null or { Name: "sort" or "granularity" } ? $"unrecognized command: {GoText.Quote(name)}" : $"did you mean: {name}={value}");
        }

        string? parameter = null;
        if (command.HasParameter)
        {
            parameter = rest.TryDequeue(out string? first) ? first : throw new PprofErrorException($"command {name} requires an argument");
        }

        config = ReadArguments(rest, config, command);
        bool isTop = command.Name is "top" or "text";
        return new PprofShellLine(command, parameter, isTop && config.NodeCount == -1 ? config with { NodeCount = ShellNodes } : config);
    }

    private static PprofConfig ReadArguments(Queue<string> words, PprofConfig config, PprofCommandSpec command)
    {
        var focus = new StringBuilder();
        var ignore = new StringBuilder();
        while (words.TryDequeue(out string? word))
        {
            if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count))
            {
                config = config with { NodeCount = count };
            }
            else if (word[0] == '>')
            {
                string file = word.Length > 1 ? word[1..] : words.TryDequeue(out string? next) ? next : throw new PprofErrorException("unexpected end of line after >");
                config = config with { Output = file };
            }
            else if (word is "-cum" or "--cum")
            {
                config = config with { Sort = "cum" };
            }
            else if (word[0] == '-')
            {
                Append(ignore, word[1..]);
            }
            else
            {
                Append(focus, word);
            }
        }

        return command.Name is "tags"
            ? config with { TagFocus = Join(config.TagFocus, focus), TagIgnore = Join(config.TagIgnore, ignore) }
            : config with { Focus = Join(config.Focus, focus), Ignore = Join(config.Ignore, ignore) };
    }

    private static void Append(StringBuilder expression, string part)
    {
        if (part.Length > 0)
        {
            expression.Append(expression.Length > 0 ? "|" : string.Empty).Append(part);
        }
    }

    private static string Join(string set, StringBuilder given) => given.Length > 0 ? given.ToString() : set;
}
