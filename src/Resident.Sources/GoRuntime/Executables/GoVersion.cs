namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Reads what runtime.Version() tells, as in "go1.26.5", "go1.27rc1", "devel go1.28-0a1b2c3".</summary>
internal static class GoVersion
{
    private const string Prefix = "go1.";

    /// <summary>Finds the NN of Go 1.NN.</summary>
    /// <param name="version">The text.</param>
    /// <param name="minor">Receives the number.</param>
    /// <returns>False where the text names no release of Go 1.</returns>
    public static bool TryGetMinor(ReadOnlySpan<char> version, out int minor)
    {
        minor = 0;
        int at = version.IndexOf(Prefix, StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var rest = version[(at + Prefix.Length)..];
        int digits = 0;
        while (digits < rest.Length && digits < 4 && char.IsAsciiDigit(rest[digits]))
        {
            minor = (minor * 10) + (rest[digits] - '0');
            digits++;
        }

        return digits > 0;
    }
}
