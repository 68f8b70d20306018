using Resident.Cli.Sessions;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Reads profiles of processes on this machine, from outside: "resident pprof heap 4711".</summary>
internal static class PprofProcessSource
{
    private static readonly string[] Kinds = ["heap", "allocs", "block", "mutex", "goroutine", "threadcreate", "cpu"];

    /// <summary>Tells whether sources are a kind of profile and process IDs after it.</summary>
    public static bool IsMeant(IReadOnlyList<string> sources, PprofHost host) => sources.Count > 1
        && Kinds.Contains(sources[0], StringComparer.Ordinal)
        && sources.Skip(1).All(static source => source.Length > 0 && source.All(char.IsAsciiDigit))
        && !File.Exists(host.PathOf(sources[0]));

    /// <summary>Reads a profile.</summary>
    /// <param name="kind">The kind, as heap.</param>
    /// <param name="pid">The process ID.</param>
    /// <exception cref="PprofErrorException">This kind cannot be read from outside.</exception>
    /// <exception cref="IOException">The process is gone, refuses, or is no Go program.</exception>
    public static Profile Read(string kind, string pid)
    {
        try
        {
            return ProfileSource.ReadProcess(kind, pid);
        }
        catch (WrongRequestException e)
        {
            throw new PprofErrorException(e.Message, e);
        }
    }
}
