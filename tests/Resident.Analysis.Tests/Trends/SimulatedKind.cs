namespace Resident.Analysis.Tests.Trends;

/// <summary>Kinds of services, each drawn anew from a seed.</summary>
internal static class SimulatedKind
{
    private const double Mebibyte = SimulatedService.Mebibyte;

    /// <summary>Healthy each, and leaking where a leak is added.</summary>
    public static IReadOnlyList<string> All { get; } = ["flat", "diurnal", "office hours", "warm-up", "step", "wander", "restart"];

    public static SimulatedService Draw(string kind, double leakMebibytesADay, double hours, ulong seed)
    {
        var noise = new SimulatedNoise(seed + 1_000_003);
        var service = new SimulatedService { LeakADay = leakMebibytesADay * Mebibyte };
        return kind switch
        {
            "flat" => service,
            "diurnal" => service with { DailyLoad = noise.Between(2, 8) * Mebibyte },
            "office hours" => service with { DailyLoad = noise.Between(2, 8) * Mebibyte, HasOfficeHours = true },
            "warm-up" => service with { WarmUp = noise.Between(4, 15) * Mebibyte, WarmUpSeconds = noise.Between(0.5, 6) * 3600 },
            "step" => service with { Step = noise.Between(2, 8) * Mebibyte, StepAtSeconds = noise.Between(0.2, 0.8) * hours * 3600 },
            "wander" => service with { Wander = 1.0 * Mebibyte, WanderAMinute = Math.Exp(-1.0 / 300) },
            "restart" => service with
            {
                RestartAtSeconds = noise.Between(0.1, 0.5) * hours * 3600,
                WarmUp = 5 * Mebibyte,
                WarmUpSeconds = noise.Between(0.5, 2) * 3600,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };
    }
}
