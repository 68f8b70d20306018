using System.Globalization;

namespace Resident.Cli.Sessions;

/// <summary>Offers on a terminal to go on watching after an answer that is not sure yet.</summary>
internal static class GoOnOffer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeyPace = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks, and waits for a key: Enter, space, w or y go on; any other, or none for a while, ends.</summary>
    /// <param name="decidesIn">How long a look would decide it, or null.</param>
    /// <param name="clock">Measures.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<bool> WaitAsync(TimeSpan? decidesIn, TimeProvider clock, CancellationToken cancellationToken)
    {
        string length = decidesIn is { } time ? string.Create(CultureInfo.InvariantCulture, $" (about {Math.Max(1, Math.Ceiling(time.TotalMinutes)):0} min)") : "";
        await Console.Error.WriteLineAsync($"resident: Not sure yet. Press Enter to go on watching until it is sure{length}, any other key to end.");
        long start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Patience && !cancellationToken.IsCancellationRequested)
        {
            if (Console.KeyAvailable)
            {
                return Console.ReadKey(intercept: true) is { Key: ConsoleKey.Enter or ConsoleKey.Spacebar or ConsoleKey.W or ConsoleKey.Y };
            }

            await Task.Delay(KeyPace, clock, CancellationToken.None);
        }

        return false;
    }
}
