using System.Globalization;
using Resident.Model;
using Resident.Monitoring.Sampling;
using Resident.Sources.Procfs;

namespace Resident.Cli.Sessions;

/// <summary>Reads TARGET: a PID, a name or part of a command line, a program's file, cgroup:PATH, or an
/// address.</summary>
/// <param name="Text">The word as it was given.</param>
/// <param name="Pid">The process that it means, or null for an address.</param>
/// <param name="Address">The address, or null for a process.</param>
/// <param name="IsByName">Whether another process of that name may take the place of one that ended.</param>
internal sealed record TargetText(string Text, int? Pid, Uri? Address, bool IsByName)
{
    private const string CgroupPrefix = "cgroup:";
    private const int MostListed = 20;

    private TargetPick Pick { get; init; }

    /// <summary>Tells whether a word is an address.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds what a word means.</summary>
    /// <param name="text">The word.</param>
    /// <param name="sources">Read the processes.</param>
    /// <param name="pick">Which of several.</param>
    /// <exception cref="WrongRequestException">It means several processes, which are listed, or it makes no sense.</exception>
    /// <exception cref="IOException">It means nothing that is here.</exception>
    public static TargetText Find(string text, ProcessSources sources, TargetPick pick = TargetPick.Ask)
    {
        if (IsAddress(text))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var address)
                ? new(text, null, address, IsByName: false)
                : throw new WrongRequestException($"Expected an address such as http://localhost:6060, found \"{text}\".");
        }

        bool isPid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return FindAll(text, sources) switch
        {
            [var one] => new(text, one.Pid, null, !isPid) { Pick = pick },
            var matches when Choose(matches, sources, pick) is { } chosen => new(text, chosen.Pid, null, IsByName: true) { Pick = pick },
            var matches => throw new WrongRequestException(Ambiguous(text, matches)),
        };
    }

    /// <summary>Finds all processes that a word means.</summary>
    /// <returns>At least one.</returns>
    /// <exception cref="WrongRequestException">It is a file that is no program.</exception>
    /// <exception cref="IOException">It means nothing that is here.</exception>
    public static IReadOnlyList<ProcessEntry> FindAll(string text, ProcessSources sources)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new WrongRequestException("Expected a PID, a name, an address or a file, found an empty word.");
        }

        if (TargetFile.IsMeant(text))
        {
            return TargetFile.FindRunning(text, sources);
        }

        var matches = text.StartsWith(CgroupPrefix, StringComparison.Ordinal)
            ? MembersOf(text[CgroupPrefix.Length..], sources)
            : new TargetFinder(sources.List).Find(text);
        return matches.Count > 0
            ? matches
            : throw new IOException(
                $"No process is called \"{text}\", or has it in its command line. {sources.List.ExplainHiding() ?? "List the Go processes here with: resident ps"}");
    }

    /// <summary>Gets a name for what is watched: the program's, not the number that was typed.</summary>
    public string NameOf(ProcessSources sources)
    {
        if (Pid is not { } pid)
        {
            return Address?.Authority ?? Text;
        }

        try
        {
            return sources.List.Read(pid).ProgramName;
        }
        catch (ProcessGoneException)
        {
            return Text;
        }
    }

    /// <summary>Looks for the process that has taken the place of one that ended.</summary>
    /// <returns>Null while there is none, or several.</returns>
    public int? FindAgain(ProcessSources sources)
    {
        try
        {
            return Find(Text, sources, Pick).Pid;
        }
        catch (Exception problem) when (problem is IOException or WrongRequestException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Of those that started in the same tick the larger PID is the newer.
    private static ProcessEntry? Choose(IReadOnlyList<ProcessEntry> matches, ProcessSources sources, TargetPick pick) => pick switch
    {
        TargetPick.Newest => matches.MaxBy(static entry => (entry.StartTicks, entry.Pid)),
        TargetPick.Largest => matches.MaxBy(entry => ResOf(entry, sources)),
        _ => null,
    };

    private static long ResOf(ProcessEntry entry, ProcessSources sources)
    {
        try
        {
            return sources.Processes.Read(entry.Pid).Res.Bytes;
        }
        catch (Exception problem) when (problem is ProcessGoneException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static List<ProcessEntry> MembersOf(string group, ProcessSources sources)
    {
        var members = new List<ProcessEntry>();
        foreach (int pid in sources.Cgroups.MemberPids(group))
        {
            try
            {
                members.Add(sources.List.Read(pid));
            }
            catch (ProcessGoneException)
            {
                // It ended since the list was read.
            }
        }

        return members;
    }

    private static string Ambiguous(string text, IReadOnlyList<ProcessEntry> matches)
    {
        var lines = matches.Take(MostListed).Select(static entry =>
            $"  {entry.Pid.ToString(CultureInfo.InvariantCulture),8}  {Shorten(PrintableText.OneLine(entry.CommandLine))}");
        string more = matches.Count > MostListed ? $"\n  and {(matches.Count - MostListed).ToString(CultureInfo.InvariantCulture)} more" : "";
        return $"\"{PrintableText.OneLine(text)}\" means {matches.Count.ToString(CultureInfo.InvariantCulture)} processes. Give the PID of one, --newest or --largest:\n{string.Join('\n', lines)}{more}";
    }

    private static string Shorten(string line) => line.Length <= 100 ? line : line[..99] + "…";
}
