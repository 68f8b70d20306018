namespace Resident.Cli.Sessions;

/// <summary>Keeps the page up after its data has come to an end.</summary>
internal static class OpenPage
{
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
