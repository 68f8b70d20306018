using System.Collections;
using System.Text;

namespace Resident.Cli.Run;

/// <summary>The environment that the program gets: ours, byte for byte, but for GODEBUG.</summary>
internal static class ChildEnvironment
{
    private const string Source = "/proc/self/environ";

    /// <summary>Reads our environment and merges the trace settings into GODEBUG.</summary>
    /// <returns>One entry a variable, <c>NAME=value</c> as a rule. Names that stand twice, entries without <c>=</c> and bytes that
    /// are not UTF-8 are kept, in their order.</returns>
    internal static IReadOnlyList<byte[]> Read() => WithTracing(Entries());

    /// <summary>Merges the trace settings into the GODEBUG among the entries, or adds one.</summary>
    /// <remarks>Where GODEBUG stands twice Go obeys the last, so that one is merged and the others are left alone.</remarks>
    internal static IReadOnlyList<byte[]> WithTracing(IEnumerable<byte[]> entries)
    {
        var name = "GODEBUG="u8;
        List<byte[]> result = [.. entries];
        int index = result.FindLastIndex(static entry => entry.AsSpan().StartsWith("GODEBUG="u8));
        byte[] merged = GoDebug.Merge(index < 0 ? [] : result[index].AsSpan(name.Length));
        byte[] entry = [.. name, .. merged];
        if (index < 0)
        {
            result.Add(entry);
        }
        else
        {
            result[index] = entry;
        }

        return result;
    }

    private static IEnumerable<byte[]> Entries()
    {
        // The runtime decodes variables as UTF-8 and loses what is not; the kernel's copy is exact. It is unreadable in a process
        // that is not dumpable, and then nearly right is better than nothing.
        try
        {
            return NullSeparated.Split(File.ReadAllBytes(Source));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Environment.GetEnvironmentVariables()
                .Cast<DictionaryEntry>()
                .Select(static variable => Encoding.UTF8.GetBytes($"{variable.Key}={variable.Value}"));
        }
    }
}
