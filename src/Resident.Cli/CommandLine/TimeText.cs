using System.Globalization;

namespace Resident.Cli.CommandLine;

/// <summary>Reads times as people write them: 2026-11-30T14:02, 14:02, -2h, "2h ago", now.</summary>
internal static class TimeText
{
    private const string Ago = " ago";
    private static readonly string[] TimesOfDay = ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss"];

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text. Where it has no zone it is of this machine's.</param>
    /// <param name="now">What relative times count from. A time of day is the last one up to then.</param>
    /// <param name="time">The time.</param>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        string trimmed = text.Trim();
        if (trimmed is "now")
        {
            time = now;
            return true;
        }

        string? back = trimmed.StartsWith('-') ? trimmed[1..] : trimmed.EndsWith(Ago, StringComparison.Ordinal) ? trimmed[..^Ago.Length] : null;
        if (back is not null)
        {
            bool isLength = DurationText.TryParse(back, out var length) && length < now - DateTimeOffset.UnixEpoch;
            time = isLength ? now - length : default;
            return isLength;
        }

        if (TimeOnly.TryParseExact(trimmed, TimesOfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var ofDay))
        {
            var local = now.ToLocalTime().Date + ofDay.ToTimeSpan();
            time = AtHome(local) is var today && today <= now ? today : AtHome(local.AddDays(-1));
            return true;
        }

        bool hasDate = trimmed.Length >= 10 && trimmed.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && trimmed[4] == '-';
        time = default;
        return hasDate && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out time);
    }

    private static DateTimeOffset AtHome(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeZoneInfo.Local.GetUtcOffset(local));
}
