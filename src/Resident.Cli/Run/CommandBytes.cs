using System.Text;

namespace Resident.Cli.Run;

/// <summary>The bytes of a command's words. An argument on Linux need not be UTF-8, a .NET string must.</summary>
internal static class CommandBytes
{
    /// <summary>Gives the words as the kernel got them, where they are the tail of our own command line; else as UTF-8.</summary>
    internal static IReadOnlyList<byte[]> Of(IReadOnlyList<string> command)
    {
        byte[][] encoded = [.. command.Select(Encoding.UTF8.GetBytes)];
        if (!command.Any(static word => word.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return encoded;
        }

        var ours = ReadOurs();
        int start = ours.Count - command.Count;
        if (start < 0)
        {
            return encoded;
        }

        byte[][] tail = [.. ours.Skip(start)];
        return tail.Select(Encoding.UTF8.GetString).SequenceEqual(command, StringComparer.Ordinal) ? tail : encoded;
    }

    private static List<byte[]> ReadOurs()
    {
        try
        {
            return NullSeparated.Split(File.ReadAllBytes("/proc/self/cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
