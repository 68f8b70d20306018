using Resident.Monitoring.Sampling;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Cli.Sessions;

/// <summary>Opens a target's runtime for a command that is about nothing else.</summary>
internal static class AttachedProcess
{
    /// <summary>Opens the process that a word means.</summary>
    /// <param name="text">A PID, a name, or cgroup:PATH.</param>
    /// <param name="pick">Which of several.</param>
    /// <exception cref="WrongRequestException">The word means several processes, an address, a recording, or a program that is not Go.</exception>
    /// <exception cref="UnauthorizedAccessException">A right is missing; the message names it, and what gives it.</exception>
    /// <exception cref="IOException">There is no such process, or its runtime could not be made out.</exception>
    public static GoProcess Open(string text, TargetPick pick = TargetPick.Ask)
    {
        if (TargetFile.IsRecording(text))
        {
            throw new WrongRequestException($"{text} is a recording, which holds no memory of the process. Give its PID or name while it runs; resident watch {text} shows what was seen.");
        }

        var target = TargetText.Find(text, new ProcessSources("/proc", TimeProvider.System), pick);
        if (target.Pid is not { } pid)
        {
            throw new WrongRequestException($"Expected a process here, found the address {target.Address}: its memory cannot be read from outside.");
        }

        var options = new GoProcessOptions { Cache = UserCache.Locations };
        if (GoProcess.TryOpen(pid, options, out var process, out var refusal))
        {
            return process!;
        }

        string message = $"{refusal!.Message} {refusal.Remedy}".TrimEnd();
        throw refusal.Kind switch
        {
            AttachRefusalKind.NotGo => new WrongRequestException(message),
            AttachRefusalKind.OtherUser or AttachRefusalKind.PtraceScope or AttachRefusalKind.NotDumpable
                or AttachRefusalKind.Filtered or AttachRefusalKind.Denied => new UnauthorizedAccessException(message),
            _ => new IOException(message),
        };
    }
}
