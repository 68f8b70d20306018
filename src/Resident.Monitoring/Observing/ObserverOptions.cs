namespace Resident.Monitoring.Observing;

/// <summary>How a process is observed.</summary>
public sealed record ObserverOptions
{
    private const int LedgersWanted = 20;
    private const int AllocationsWanted = 12;
    private const int SamplesWanted = 60;

    /// <summary>Gets how long. Default 30 seconds; zero reads once.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the share of one core that the dear reads may take. A watch of seconds may cost more than one of days.</summary>
    public double Share => Duration <= TimeSpan.FromMinutes(5) ? 0.03 : 0.005;

    /// <summary>Gets a value indicating whether an address is asked: what answers may stop the program for it, and is
    /// asked once a second at most.</summary>
    public bool IsRemote { get; init; }

    /// <summary>Gets the time between two samples: a second, and less where the window is short.</summary>
    public TimeSpan SampleInterval => IsRemote
        ? TimeSpan.FromSeconds(1)
        : Clamp(Duration / SamplesWanted, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1));

    /// <summary>Gets the least time between two ledgers.</summary>
    public TimeSpan LedgerInterval => Clamp(Duration / LedgersWanted, TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(60));

    /// <summary>Gets the most time between two ledgers, whatever they cost: a tenth of the window, so that a shape can be seen.</summary>
    public TimeSpan MostLedgerInterval => Clamp(Duration / 10, LedgerInterval, TimeSpan.FromMinutes(10));

    /// <summary>Gets the least time between two readings of the heap profiler's counts: a dozen in a window.</summary>
    public TimeSpan AllocationInterval => Clamp(Duration / AllocationsWanted, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : value > most ? most : value;
}
