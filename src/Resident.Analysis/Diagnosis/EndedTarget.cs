using System.Globalization;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>What to do about a process that has ended, or of which only an address is known: no command names its
/// PID.</summary>
internal static class EndedTarget
{
    private const string WatchLonger = "do-watch-longer";
    private const string FreeMemory = "resident free ";

    // What takes an address in the place of a process.
    private static readonly string[] OfAddresses = ["resident why ", "resident profile "];

    /// <summary>Puts the actions so that they can be followed: commands of Resident take the process of the same name
    /// that runs now; what would act on the ended one, and other tools' commands for its PID, go.</summary>
    public static IReadOnlyList<VerdictAction> WithoutPid(ObservedTarget target, IReadOnlyList<VerdictAction> actions) =>
        target.IsGone || target.IsAddress ? [.. actions.Select(action => WithoutPid(target, action))] : actions;

    private static VerdictAction WithoutPid(ObservedTarget target, VerdictAction action)
    {
        string? command = CommandFor(target, action.Command);
        return target.IsGone && string.Equals(action.Text.Id, WatchLonger, StringComparison.Ordinal)
            ? action with { Text = new("do-ask-running"), Command = target.Pid > 0 ? $"resident why {target.Name}" : null }
            : action with { Command = command };
    }

    private static string? CommandFor(ObservedTarget target, string? command)
    {
        string named = target.Pid?.ToString(CultureInfo.InvariantCulture) ?? target.Name;
        bool isNamed = command is not null && (command.EndsWith(' ' + named, StringComparison.Ordinal) || command.Contains($" {named} ", StringComparison.Ordinal));
        return !isNamed ? command
            : target.IsAddress ? Array.Exists(OfAddresses, start => command!.StartsWith(start, StringComparison.Ordinal)) ? command : null
            : target.Pid > 0 && command!.StartsWith("resident ", StringComparison.Ordinal) && !command.StartsWith(FreeMemory, StringComparison.Ordinal)
                ? string.Join(' ', command.Split(' ').Select(word => string.Equals(word, named, StringComparison.Ordinal) ? target.Name : word))
                : null;
    }
}
