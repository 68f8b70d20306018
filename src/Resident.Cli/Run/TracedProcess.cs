using System.Globalization;

namespace Resident.Cli.Run;

/// <summary>Chooses which process below the command is the one to watch. Asked again each second, it follows the program.</summary>
/// <remarks>
/// <c>go run</c>, <c>go test</c> and shells start the program as a child or grandchild. Watched is the Go process with the largest
/// RES, but never the go command and its compiler, linker and other tools, which are Go programs too.
/// </remarks>
internal sealed class TracedProcess
{
    private readonly int _root;
    private readonly Func<int, bool> _isGo;
    private readonly Dictionary<int, (string Executable, bool IsGo)> _known = [];

    /// <summary>Prepares to choose among a process and its descendants.</summary>
    /// <param name="root">The PID of the command.</param>
    /// <param name="isGo">Tells whether a PID runs a Go program. Asked once for each executable of each process.</param>
    internal TracedProcess(int root, Func<int, bool> isGo)
    {
        _root = root;
        _isGo = isGo;
    }

    /// <summary>Chooses now.</summary>
    /// <returns>A PID, or null while no Go program runs, as when <c>go run</c> still compiles.</returns>
    internal int? Choose()
    {
        List<int> live = [_root, .. ProcessTree.Descendants(_root)];
        foreach (int gone in _known.Keys.Except(live).ToList())
        {
            _known.Remove(gone);
        }

        int? best = null;
        long largest = -1;
        foreach (int processId in live.Where(IsCandidate))
        {
            long resident = ResidentPages(processId);
            if (resident > largest)
            {
                (best, largest) = (processId, resident);
            }
        }

        return best;
    }

    /// <summary>Tells whether an executable is the go command or one of the tools that it starts.</summary>
    /// <param name="path">The absolute path.</param>
    internal static bool IsGoTool(string path) =>
        path.EndsWith("/bin/go", StringComparison.Ordinal)
        || path.EndsWith("/bin/gofmt", StringComparison.Ordinal)
        || path.Contains("/pkg/tool/", StringComparison.Ordinal)
        || (path.Contains("/go-build", StringComparison.Ordinal) && path.EndsWith("/cgo", StringComparison.Ordinal));

    private bool IsCandidate(int processId)
    {
        string? executable = Executable(processId);
        if (executable is null || IsGoTool(executable))
        {
            return false;
        }

        // By executable and not by PID alone: a shell that ends in exec becomes the program.
        if (!_known.TryGetValue(processId, out var known) || !string.Equals(known.Executable, executable, StringComparison.Ordinal))
        {
            known = (executable, _isGo(processId));
            _known[processId] = known;
        }

        return known.IsGo;
    }

    private static string? Executable(int processId)
    {
        try
        {
            string link = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/exe");
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long ResidentPages(int processId)
    {
        try
        {
            string[] fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/statm")).Split(' ');
            return fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long pages)
                ? pages
                : -1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }
}
