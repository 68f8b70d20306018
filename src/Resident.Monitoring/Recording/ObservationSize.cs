namespace Resident.Monitoring.Recording;

/// <summary>How much of a recording an observation takes.</summary>
/// <param name="Samples">The most samples.</param>
/// <param name="Ledgers">The most ledgers.</param>
/// <param name="Profiles">The most heap profiles.</param>
/// <param name="Censuses">The most censuses of goroutines.</param>
public sealed record ObservationSize(int Samples, int Ledgers, int Profiles, int Censuses)
{
    /// <summary>Gets what a command takes that answers once.</summary>
    public static ObservationSize Whole { get; } = new(6_000, 6_000, int.MaxValue, 200);

    /// <summary>Gets what a page takes to answer for a stretch.</summary>
    public static ObservationSize Stretch { get; } = new(2_000, 1_000, 64, 50);

    /// <summary>Gets what is held beside a page for as long as it is served: some megabytes.</summary>
    public static ObservationSize Held { get; } = new(1_000, 300, 4, 8);
}
