namespace Resident.Store.Files;

/// <summary>The times that a recording may state: from 1970 to the year 3000. Others are damage, and sums of them would
/// be no times.</summary>
internal static class PlausibleTime
{
    /// <summary>The first, milliseconds since 1970.</summary>
    public const long LeastUnixMs = 0;

    /// <summary>The last, milliseconds since 1970.</summary>
    public const long MostUnixMs = 32_503_680_000_000;

    /// <summary>Tells whether a time is one.</summary>
    public static bool Is(long unixMs) => unixMs is >= LeastUnixMs and <= MostUnixMs;

    /// <summary>Tells whether these are times of rows: there are some, and they never turn back.</summary>
    public static bool AreRows(ReadOnlySpan<long> times)
    {
        for (int i = 0; i < times.Length; i++)
        {
            if (!Is(times[i]) || (i > 0 && times[i] < times[i - 1]))
            {
                return false;
            }
        }

        return times.Length > 0;
    }
}
