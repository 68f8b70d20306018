namespace Resident.Analysis.Tests.Trends;

/// <summary>What a simulated service's memory looks like once a second: live objects at the last mark, the allocated heap with its sawtooth,
/// and RES, which bursts push up and the scavenger lowers slowly.</summary>
internal sealed class SimulatedSeries
{
    private const double Day = 86_400;
    private const double ScavengeSeconds = 600;

    private SimulatedSeries(int count)
    {
        Seconds = new double[count];
        Marked = new double[count];
        Allocated = new double[count];
        Resident = new double[count];
    }

    public double[] Seconds { get; }

    public double[] Marked { get; }

    public double[] Allocated { get; }

    public double[] Resident { get; }

    public static SimulatedSeries Run(SimulatedService service, double hours, ulong seed, double everySeconds = 1)
    {
        var noise = new SimulatedNoise(seed);
        var series = new SimulatedSeries((int)(hours * 3600 / everySeconds));
        double memory = Math.Pow(service.WanderAMinute, everySeconds / 60);
        double phase = noise.Between(0, Day);
        double wander = service.Wander * noise.Normal();
        (double burst, double burstEnds, double garbage, double high, double marked) = (0, -1, 0, 0, 0);
        for (int i = 0; i < series.Seconds.Length; i++)
        {
            double time = i * everySeconds;
            double alive = service.RestartAtSeconds > 0 && time >= service.RestartAtSeconds ? time - service.RestartAtSeconds : time;
            wander = (memory * wander) + (service.Wander * Math.Sqrt(1 - (memory * memory)) * noise.Normal());
            if (time >= burstEnds)
            {
                bool begins = noise.Uniform() < service.BurstsADay * everySeconds / Day;
                burst = begins ? Math.Min(noise.Pareto(2 * SimulatedService.Mebibyte, 1.5), 20 * service.Live) : 0;
                burstEnds = begins ? time + noise.Between(30, 600) : burstEnds;
            }

            double load = Load(service, (time + phase) / Day);
            double live = Math.Max(SimulatedService.Mebibyte, Settled(service, time, alive) + wander + burst + (service.DailyLoad * load));
            garbage += service.AllocationASecond * everySeconds * (0.5 + load + (0.2 * noise.Uniform()));
            if (garbage >= live || i == 0)
            {
                garbage = 0;
                marked = live;
            }

            double heap = live + garbage;
            high = Math.Max(heap, high + ((heap - high) * everySeconds / ScavengeSeconds));
            series.Seconds[i] = time;
            series.Marked[i] = marked;
            series.Allocated[i] = heap;
            series.Resident[i] = Math.Floor((high * 1.06 / 4096) + 2000) * 4096;
        }

        return series;
    }

    /// <summary>What is live when the noise is left out.</summary>
    private static double Settled(SimulatedService service, double time, double alive) =>
        service.Live
        + (service.WarmUp * (1 - Math.Exp(-alive / service.WarmUpSeconds)))
        + (service.Step != 0 && time >= service.StepAtSeconds ? service.Step : 0)
        + (service.LeakADay * alive / Day);

    /// <summary>A day's load, 0 at night to 1.</summary>
    private static double Load(SimulatedService service, double days)
    {
        double sine = Math.Sin(2 * Math.PI * days);
        return service.HasOfficeHours ? Math.Sqrt(Math.Max(0, sine)) : 0.5 + (0.5 * sine);
    }
}
