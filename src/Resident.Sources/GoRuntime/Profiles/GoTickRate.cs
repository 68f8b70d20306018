using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>Finds how many ticks of the processor's counter make a second, as the runtime itself reckons: what its profiles of waits count
/// becomes time with it, and the same time that the program would tell.</summary>
/// <remarks>
/// <para>Source: ticksType in runtime/runtime.go since 1.22: a lock, the counter and nanotime as the program began, and the rate, which is 0
/// until somebody in the program asked for it. runtime.SetBlockProfileRate does, and so does whoever writes such a profile.
/// Earlier releases keep the rate alone, which nothing tells from any other number.</para>
/// <para>A place is believed where the lock is free, the rate is one that processors have, the beginning lies some seconds at most before the
/// scheduler set up its processors, the counter has by then run as long as the kernel's clock or longer, for less than a century, and where
/// there is one such place. A counter that was set back in a machine's sleep is not believed.</para>
/// </remarks>
internal static class GoTickRate
{
    /// <summary>The NN of the first Go 1.NN whose rate can be found so.</summary>
    public const int FirstMinor = 22;

    private const long MostStartNanoseconds = 10_000_000_000;
    private const long LeastRate = 1_000_000; // arm64 counts at 24 MHz or 1 GHz, x64 at 1 to 6 GHz
    private const long MostRate = 10_000_000_000;
    private const long CenturySeconds = 3_155_760_000;

    /// <summary>Looks for the rate.</summary>
    /// <param name="target">The program.</param>
    /// <param name="sched">The address of the scheduler's state; 0: not known.</param>
    /// <returns>Ticks a second, or null where they are not certain.</returns>
    public static long? Find(GoTarget target, ulong sched)
    {
        if (target.Layout.Minor < FirstMinor || sched == 0
            || !target.Memory.TryReadU64(sched + (ulong)target.Layout[GoField.SchedProcresizetime], out ulong setUpBits))
        {
            return null;
        }

        long setUp = unchecked((long)setUpBits);
        HashSet<ulong> places = [];
        long rate = 0;
        new GoGlobalFinder(target).Visit((address, words) =>
        {
            for (int i = 0; i + 3 < words.Length; i++)
            {
                // The lock, the counter, the time, the rate.
                if (words[i] == 0 && IsClock(unchecked((long)words[i + 1]), unchecked((long)words[i + 2]), unchecked((long)words[i + 3]), setUp))
                {
                    places.Add(address + (8UL * (ulong)i));
                    rate = (long)words[i + 3];
                }
            }

            return places.Count < 2;
        });
        return places.Count == 1 ? rate : null;
    }

    /// <summary>Tells whether processors count so many ticks a second.</summary>
    public static bool IsPlausible(long rate) => rate is >= LeastRate and <= MostRate;

    private static bool IsClock(long ticks, long start, long rate, long setUp)
    {
        bool isPlausible = IsPlausible(rate) && ticks > 0 && start > 0 && start <= setUp && setUp - start < MostStartNanoseconds;
        double seconds = (double)ticks / rate;
        return isPlausible && seconds < CenturySeconds && seconds >= start / 1e9 * 0.99;
    }
}
