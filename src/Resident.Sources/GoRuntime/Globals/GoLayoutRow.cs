namespace Resident.Sources.GoRuntime.Globals;

/// <summary>One field's place in all releases.</summary>
/// <param name="Field">The field.</param>
/// <param name="Offsets">As in "16-18:88 19-27:96": releases 1.16 to 1.18, byte 88.</param>
/// <param name="Arm64">The releases where arm64 differs, in the same form; "" where it never does.</param>
internal sealed record GoLayoutRow(GoField Field, string Offsets, string Arm64 = "")
{
    /// <summary>Finds the place for a release.</summary>
    /// <param name="minor">The NN of Go 1.NN.</param>
    /// <param name="arm64">Whether the program runs on arm64.</param>
    /// <returns>The byte offset, or -1 where the release has no such field.</returns>
    public int OffsetIn(int minor, bool arm64)
    {
        int special = arm64 ? Find(Arm64, minor) : -1;
        return special >= 0 ? special : Find(Offsets, minor);
    }

    private static int Find(ReadOnlySpan<char> entries, int minor)
    {
        foreach (var part in entries.Split(' '))
        {
            var entry = entries[part];
            int colon = entry.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            var releases = entry[..colon];
            int dash = releases.IndexOf('-');
            int first = Parse(dash < 0 ? releases : releases[..dash]);
            int last = Parse(dash < 0 ? releases : releases[(dash + 1)..]);
            if (minor >= first && minor <= last)
            {
                return Parse(entry[(colon + 1)..]);
            }
        }

        return -1;
    }

    private static int Parse(ReadOnlySpan<char> digits) =>
        int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
