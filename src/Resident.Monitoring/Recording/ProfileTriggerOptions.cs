namespace Resident.Monitoring.Recording;

/// <summary>When a recording takes heap profiles by itself.</summary>
public sealed record ProfileTriggerOptions
{
    /// <summary>Gets the share that RES or the live heap must have grown by since the last profile. Default a fifth.</summary>
    public double GrowthShare { get; init; } = 0.2;

    /// <summary>Gets the share of the control group's limit or of GOMEMLIMIT that RES must have passed for one profile more. Default nine tenths.</summary>
    public double LimitShare { get; init; } = 0.9;

    /// <summary>Gets the share of itself that RES must rise by an hour, over <see cref="SlopeWindow"/>, for one profile more: a slow leak is caught
    /// before it has grown by <see cref="GrowthShare"/>. It must also have grown by a quarter of that since the last profile. Default a fiftieth.</summary>
    public double SlopeSharePerHour { get; init; } = 0.02;

    /// <summary>Gets the window that a slope is seen in. Default 30 minutes.</summary>
    public TimeSpan SlopeWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the time to the limit, at the present slope, below which one profile more is taken. Default 30 minutes.</summary>
    public TimeSpan LimitAhead { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the share that goroutines must have become more by since the last profile, and at least 100. Default a half.</summary>
    public double GoroutineShare { get; init; } = 0.5;

    /// <summary>Gets the least time between two profiles. Default 10 minutes.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets the most profiles of a recording session. Default 100.</summary>
    public int MostProfiles { get; init; } = 100;

    /// <summary>Gets the most bytes of all of them. Default 64 MiB.</summary>
    public long MostBytes { get; init; } = 64 * 1024 * 1024;
}
