namespace Resident.Analysis.Tests.Trends;

/// <summary>What a simulated service does beside its everyday noise. Sizes are bytes, times seconds.</summary>
internal sealed record SimulatedService
{
    public const double Mebibyte = 1024 * 1024;

    /// <summary>Live objects at rest.</summary>
    public double Live { get; init; } = 15 * Mebibyte;

    /// <summary>Standard deviation of the live objects' slow wander.</summary>
    public double Wander { get; init; } = 0.6 * Mebibyte;

    /// <summary>The wander's correlation from one minute to the next.</summary>
    public double WanderAMinute { get; init; } = 0.98;

    /// <summary>What the day's busiest hour adds to the live objects.</summary>
    public double DailyLoad { get; init; }

    /// <summary>The load comes and goes within an hour, and does not follow a sine.</summary>
    public bool HasOfficeHours { get; init; }

    /// <summary>What the service fills in the end while it warms up, with this time constant.</summary>
    public double WarmUp { get; init; }

    public double WarmUpSeconds { get; init; } = 3600;

    /// <summary>What a change of configuration adds, and when.</summary>
    public double Step { get; init; }

    public double StepAtSeconds { get; init; }

    /// <summary>What is never freed, bytes a day.</summary>
    public double LeakADay { get; init; }

    /// <summary>How many bursts of work a day there are.</summary>
    public double BurstsADay { get; init; } = 12;

    /// <summary>When the process starts anew, with an empty heap.</summary>
    public double RestartAtSeconds { get; init; }

    /// <summary>Bytes allocated in a second at rest; the collector runs when they are as many as what is live (GOGC=100).</summary>
    public double AllocationASecond { get; init; } = 0.5 * Mebibyte;
}
