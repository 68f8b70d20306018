namespace Resident.Model.Verdicts;

/// <summary>Where RES is going.</summary>
public sealed record VerdictForecast
{
    /// <summary>Gets the lowest limit that applies, or null.</summary>
    public ByteSize? Limit { get; init; }

    /// <summary>Gets what sets the limit: "cgroup", "gomemlimit" or "host"; null where there is none.</summary>
    public string? LimitSource { get; init; }

    /// <summary>Gets when RES reaches it at the present pace, or null where it does not, or that is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Gets the level at which the growth ends by itself, or null.</summary>
    public ByteSize? Ceiling { get; init; }
}
