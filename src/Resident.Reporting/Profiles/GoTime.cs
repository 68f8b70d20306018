using System.Globalization;

namespace Resident.Reporting.Profiles;

/// <summary>Times as Go prints them.</summary>
public static class GoTime
{
    private const long NanosecondsOfTick = 100;
    private const long NanosecondsOfSecond = 1_000_000_000;

    /// <summary>Writes a time as in "2023-11-14 22:13:20 UTC".</summary>
    /// <param name="nanoseconds">The time, in nanoseconds since 1970 UTC.</param>
    /// <param name="zone">The zone to show it in.</param>
    public static string Format(long nanoseconds, TimeZoneInfo zone)
    {
        var time = Convert(nanoseconds, zone);
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss} {Abbreviation(time, zone)}");
    }

    /// <summary>Writes a time with its fraction and offset, as in "2023-11-14 22:13:20.5 +0000 UTC".</summary>
    /// <param name="nanoseconds">The time, in nanoseconds since 1970 UTC.</param>
    /// <param name="zone">The zone to show it in.</param>
    public static string FormatLong(long nanoseconds, TimeZoneInfo zone)
    {
        var time = Convert(nanoseconds, zone);
        long fraction = ((nanoseconds % NanosecondsOfSecond) + NanosecondsOfSecond) % NanosecondsOfSecond;
        string digits = fraction == 0
            ? string.Empty
            : "." + fraction.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        string offset = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", string.Empty, StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss}{digits} {offset} {Abbreviation(time, zone)}");
    }

    private static DateTimeOffset Convert(long nanoseconds, TimeZoneInfo zone)
    {
        long ticks = Math.DivRem(nanoseconds, NanosecondsOfTick).Quotient - (nanoseconds % NanosecondsOfTick < 0 ? 1 : 0);
        return TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(ticks), zone);
    }

    private static string Abbreviation(DateTimeOffset time, TimeZoneInfo zone) =>
        zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime && zone.Id is "UTC" or "Etc/UTC"
            ? "UTC"
            : zone.IsDaylightSavingTime(time) ? zone.DaylightName : zone.StandardName;
}
