namespace Resident.Cli.Sessions;

/// <summary>Keeps the page up after its data has come to an end.</summary>
internal static class OpenPage
{
    /// <summary>Waits for Ctrl-C, and says so.</summary>
    public static async Task StayOpenAsync(PageRequest request, CancellationToken interrupted)
    {
        if (!request.IsQuiet)
        {
            await Console.Error.WriteLineAsync("resident: The page stays open. Press Ctrl-C to end.");
        }

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, interrupted);
        }
        catch (OperationCanceledException)
        {
            // The person has seen enough.
        }
    }
}
