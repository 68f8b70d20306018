namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The runtime's times.</summary>
internal static class GoTime
{
    // The year 9999 in nanoseconds is past what 63 bits hold, so every positive number is a time.
    private const long NanosecondsPerTick = 100;

    /// <summary>Converts nanoseconds since 1970; what is negative (torn or damaged) counts as 1970.</summary>
    public static DateTimeOffset FromUnixNanoseconds(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Max(nanoseconds, 0) / NanosecondsPerTick);
}
