using Resident.Cli.Sessions;
using Resident.Sources.Binary;
using Resident.Sources.Detection;

namespace Resident.Cli.CommandLine;

/// <summary>Understands command lines whose first word is no command: a PID, an address, a file, or `help`.</summary>
internal static class BareTarget
{
    /// <summary>Puts the command in that is meant: `resident 4711` is `resident watch 4711`, and `resident help why` is
    /// `resident why --help`.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="commands">The names of all commands, which come first.</param>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> arguments, IReadOnlySet<string> commands)
    {
        if (arguments.Count > 0 && arguments[0] is "help")
        {
            return [.. arguments.Skip(1).Take(1), "--help"];
        }

        return arguments.Count > 0 && arguments[0] is { } word && word.Length > 0 && !word.StartsWith('-') && !commands.Contains(word) && CommandFor(word) is { } command
            ? [command, .. arguments]
            : arguments;
    }

    private static string? CommandFor(string word)
    {
        if (word.All(char.IsAsciiDigit) || TargetText.IsAddress(word) || word.StartsWith("cgroup:", StringComparison.Ordinal))
        {
            return "watch";
        }

        if (!TargetFile.IsMeant(word))
        {
            return null;
        }

        return FileIdentity.IsRegularFile(word) && FileContentDetector.TryDetect(word) == FileContent.GcTrace ? "trace" : "watch";
    }
}
