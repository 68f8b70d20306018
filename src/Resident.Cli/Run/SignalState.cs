using System.Globalization;

namespace Resident.Cli.Run;

/// <summary>What this process does with signals.</summary>
internal static class SignalState
{
    private const string Key = "SigIgn:";

    /// <summary>Tells whether this process ignores the signal. Asked before a handler is set, it tells what our caller wanted.</summary>
    internal static bool IsIgnored(int signal)
    {
        ulong ignored = 0;
        try
        {
            string line = File.ReadLines("/proc/self/status").FirstOrDefault(static text => text.StartsWith(Key, StringComparison.Ordinal), Key);
            _ = ulong.TryParse(line.AsSpan(Key.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ignored);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without /proc nothing else of us works either; to forward is then the better guess.
        }

        return ((ignored >> (signal - 1)) & 1) != 0;
    }
}
