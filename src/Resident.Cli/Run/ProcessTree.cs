using System.Globalization;

namespace Resident.Cli.Run;

/// <summary>Finds the processes that a process started, and those that they started. Reads /proc; what it says is old at once.</summary>
internal static class ProcessTree
{
    private const int MostProcesses = 10_000;

    /// <summary>Lists the live descendants, the process itself not among them, each after its parent.</summary>
    /// <remarks>A process whose parent has ended belongs to init and is no longer found. At most 10,000 are listed.</remarks>
    internal static List<int> Descendants(int processId)
    {
        List<int> found = [processId];
        for (int index = 0; index < found.Count && found.Count < MostProcesses; index++)
        {
            AddChildren(found[index], found);
        }

        found.RemoveAt(0);
        return found;
    }

    private static void AddChildren(int processId, List<int> found)
    {
        // A child belongs to the thread that started it, and Go starts processes from any thread.
        try
        {
            string tasks = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/task");
            foreach (string task in Directory.EnumerateDirectories(tasks))
            {
                AddListed(Path.Combine(task, "children"), found);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
        }
    }

    private static void AddListed(string path, List<int> found)
    {
        try
        {
            string list = File.ReadAllText(path);
            foreach (var range in list.AsSpan().Split(' '))
            {
                if (int.TryParse(list.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out int child)
                    && !found.Contains(child))
                {
                    found.Add(child);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The thread has ended meanwhile; its children are its siblings' now.
        }
    }
}
