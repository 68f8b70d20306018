using System.Globalization;

namespace Resident.Reporting.Profiles;

/// <summary>Durations as Go prints them: "1h2m3.5s", "1.5ms", "0s".</summary>
public static class GoDuration
{
    private const ulong Microsecond = 1000;
    private const ulong Millisecond = 1000 * Microsecond;
    private const ulong Second = 1000 * Millisecond;
    private const ulong Minute = 60 * Second;
    private const ulong Hour = 60 * Minute;

    /// <summary>Writes a duration.</summary>
    /// <param name="nanoseconds">The duration, in nanoseconds.</param>
    public static string Format(long nanoseconds)
    {
        ulong size = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        string text = size switch
        {
            0 => "0s",
            < Microsecond => Part(size, 1) + "ns",
            < Millisecond => Part(size, Microsecond) + "µs",
            < Second => Part(size, Millisecond) + "ms",
            < Minute => Part(size, Second) + "s",
            < Hour => string.Create(CultureInfo.InvariantCulture, $"{size / Minute}m{Part(size % Minute, Second)}s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{size / Hour}h{size % Hour / Minute}m{Part(size % Minute, Second)}s"),
        };
        return nanoseconds < 0 ? "-" + text : text;
    }

    private static string Part(ulong size, ulong unit)
    {
        string fraction = unit == 1 || size % unit == 0
            ? string.Empty
            : "." + (size % unit).ToString(CultureInfo.InvariantCulture).PadLeft((unit - 1).ToString(CultureInfo.InvariantCulture).Length, '0').TrimEnd('0');
        return (size / unit).ToString(CultureInfo.InvariantCulture) + fraction;
    }
}
