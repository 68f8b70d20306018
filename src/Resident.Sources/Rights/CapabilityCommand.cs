namespace Resident.Sources.Rights;

/// <summary>The command that gives Resident's own program a capability for good.</summary>
public static class CapabilityCommand
{
    private const string ProgramName = "resident";

    /// <summary>Writes it for the running program, ready to be typed.</summary>
    /// <param name="capabilities">As setcap(8) names them, separated by commas: <c>cap_sys_ptrace</c>.</param>
    public static string For(string capabilities) => For(capabilities, Environment.ProcessPath);

    /// <summary>Writes it for a program.</summary>
    /// <param name="capabilities">As setcap(8) names them, separated by commas.</param>
    /// <param name="program">The running program. Where it is another one, the .NET host or one of the tests, the shell finds Resident: a
    /// capability on these would be everybody's.</param>
    public static string For(string capabilities, string? program) =>
        $"sudo setcap {capabilities}=ep " + (string.Equals(Path.GetFileName(program), ProgramName, StringComparison.Ordinal) ? Quote(program!) : $"$(command -v {ProgramName})");

    private static string Quote(string path) =>
        path.All(static sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '.' or '-' or '_' or '+')
            ? path
            : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
