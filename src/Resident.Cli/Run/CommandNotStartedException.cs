using System.Runtime.InteropServices;
using System.Text;

namespace Resident.Cli.Run;

/// <summary>The command could not be started. The message is for the user, the exit code for the shell.</summary>
internal sealed class CommandNotStartedException : Exception
{
    private const int NotFound = 127;
    private const int NotRunnable = 126;

    /// <summary>Initializes a new instance of the <see cref="CommandNotStartedException"/> class.</summary>
    public CommandNotStartedException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="CommandNotStartedException"/> class.</summary>
    /// <param name="message">One sentence for the user.</param>
    public CommandNotStartedException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="CommandNotStartedException"/> class.</summary>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="innerException">What was thrown below.</param>
    public CommandNotStartedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets what a shell ends with in this case: 127 for a command that is not there, 126 for one that cannot be run.</summary>
    internal int ExitCode { get; private init; } = NotRunnable;

    /// <summary>Describes a start that failed with the given errno.</summary>
    internal static CommandNotStartedException From(string command, int error) => new(Describe(Shorten(command), command, error))
    {
        ExitCode = error is ErrorNumber.NoEntry or ErrorNumber.NotDirectory or ErrorNumber.NameTooLong ? NotFound : NotRunnable,
    };

    private static string Describe(string shown, string command, int error) => error switch
    {
        ErrorNumber.NoEntry when File.Exists(command) && command.Contains('/', StringComparison.Ordinal) =>
            $"{shown} is there, but the interpreter that it names is not: check its #! line, or its dynamic loader with readelf -l.",
        ErrorNumber.NoEntry or ErrorNumber.NotDirectory when command.Contains('/', StringComparison.Ordinal) =>
            $"There is no file {shown}.",
        ErrorNumber.NoEntry or ErrorNumber.NotDirectory =>
            $"There is no command {shown} in PATH. Check its spelling; a program in this folder needs a path, as in ./{shown.Trim('"')}.",
        ErrorNumber.Access when Directory.Exists(command) => $"{shown} is a folder, not a program.",
        ErrorNumber.Access => $"{shown} may not be run: it, or a folder on its path, lacks the x permission. chmod +x allows it.",
        ErrorNumber.NotExecutable =>
            $"{shown} is not a program for this machine, and has no #! line either. Name its interpreter, as in: sh {shown.Trim('"')}.",
        ErrorNumber.TooBig => $"{shown} cannot be started: arguments and environment are larger than the kernel takes.",
        _ => $"{shown} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.",
    };

    private static string Shorten(string command)
    {
        const int Longest = 80;
        var shown = new StringBuilder("\"", Longest + 8);
        foreach (char letter in command.Length > Longest ? command[..Longest] : command)
        {
            shown.Append(char.IsControl(letter) ? '?' : letter);
        }

        return shown.Append(command.Length > Longest ? "...\"" : "\"").ToString();
    }
}
