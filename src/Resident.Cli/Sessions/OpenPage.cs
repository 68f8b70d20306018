using Resident.Web;

namespace Resident.Cli.Sessions;

/// <summary>Keeps the page up after its data has come to an end.</summary>
internal static class OpenPage
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits while somebody looks at the page, and a moment longer: a tab that is reloaded comes back. Returns
    /// at once where nobody does.</summary>
    /// <param name="page">The page, or null where none is served.</param>
    /// <param name="request">Whether to keep quiet.</param>
    /// <param name="interrupted">Ends the waiting at once.</param>
    /// <param name="rest">What is left of --for, which ends it, too; null for no such end.</param>
    public static async Task StayWhileSeenAsync(PageServer? page, PageRequest request, CancellationToken interrupted, TimeSpan? rest = null)
    {
        if (page is null || page.Readers == 0)
        {
            return;
        }

        if (!request.IsQuiet)
        {
            await Console.Error.WriteLineAsync("resident: The page stays while somebody looks at it, and ends with its last tab, or with Ctrl-C.");
        }

        var clock = TimeProvider.System;
        long start = clock.GetTimestamp();
        long seen = start;
        while (clock.GetElapsedTime(seen) < Grace && !(clock.GetElapsedTime(start) >= rest) && !interrupted.IsCancellationRequested)
        {
            seen = page.Readers > 0 ? clock.GetTimestamp() : seen;
            await Task.Delay(Pace, clock, interrupted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for Ctrl-C, and says so.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="interrupted">Ends the wait.</param>
    /// <param name="rest">What is left of --for, which ends it, too; null for no such end.</param>
    public static async Task StayOpenAsync(PageRequest request, CancellationToken interrupted, TimeSpan? rest = null)
    {
        if (!request.IsQuiet)
        {
            await Console.Error.WriteLineAsync("resident: The page stays open. Press Ctrl-C to end.");
        }

        try
        {
            await Task.Delay(rest is { } left ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : Timeout.InfiniteTimeSpan, interrupted);
        }
        catch (OperationCanceledException)
        {
            // The person has seen enough.
        }
    }
}
