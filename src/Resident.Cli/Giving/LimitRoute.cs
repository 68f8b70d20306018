using System.Globalization;
using Resident.Analysis.Giving;
using Resident.Model;
using Resident.Model.Giving;
using Resident.Monitoring.Giving;
using Resident.Sources.GoRuntime;

namespace Resident.Cli.Giving;

/// <summary>Lowers GOMEMLIMIT in the running process for some seconds: the runtime collects and returns what is above it.</summary>
/// <param name="target">The process.</param>
/// <param name="isAllowed">Whether the user asked for it.</param>
internal sealed class LimitRoute(GivingTarget target, bool isAllowed) : IGivingRoute
{
    private const double DonePart = 0.1;
    private const double WorthLowering = 0.95;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public GivingRoute Route => GivingRoute.ExperimentalLimit;

    public ValueTask<GivingOffer> OfferAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        var limit = GivingRules.SafeLimit(reading);
        string? why = (target.Go?.FindLimit(), limit) switch
        {
            (null, _) => "GOMEMLIMIT cannot be found in this process: it needs Go 1.19 or later, a release that Resident knows, and the right to read its memory.",
            (_, null) => "What is live is not known, so no safe limit is.",
            (_, { } safe) when reading.Go?.MemoryLimit <= safe => $"The program's own limit of {reading.Go.MemoryLimit} is as low already.",
            _ when !isAllowed => "Off: it writes into the process. --experimental-limit allows it.",
            _ => null,
        };
        return ValueTask.FromResult(new GivingOffer(
            Route,
            why is null,
            GivingRules.Expected(reading),
            why ?? string.Create(CultureInfo.InvariantCulture, $"GOMEMLIMIT is {limit} for at most {Longest.TotalSeconds:0} s, then as it was (experimental: it writes 8 bytes into the process).")));
    }

    public async ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        var go = target.Go!;
        using var limit = await GuardedLimit.StartAsync(target, go.FindLimit()!, cancellationToken);
        var lowest = GivingRules.SafeLimit(reading)!.Value;
        if (limit.Original <= lowest.Bytes)
        {
            return "The program's own limit is as low already; nothing was written.";
        }

        string original = limit.Original == long.MaxValue ? "none" : new ByteSize(limit.Original).ToString();
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"GOMEMLIMIT of process {target.Pid} is set to {lowest}; it was {original}."));
        await limit.SetAsync(lowest.Bytes, cancellationToken);
        await limit.CollectAsync(cancellationToken);
        lowest = await HoldAsync(go, limit, reading, lowest, cancellationToken);
        string end = await limit.RestoreAsync() switch
        {
            "restored" => $"it is {original} again",
            "changed" => "the program has set another one meanwhile, which stays",
            _ => "the process has ended",
        };
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"GOMEMLIMIT of process {target.Pid}: {end}."));
        return $"GOMEMLIMIT was {lowest} for a moment; {end}.";
    }

    private static async Task<ByteSize> HoldAsync(GoProcess go, GuardedLimit limit, GivingReading reading, ByteSize lowest, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        long began = clock.GetTimestamp();
        var idle = (reading.Idle ?? default) + (reading.Garbage ?? default);
        while (clock.GetElapsedTime(began) < Longest)
        {
            await Task.Delay(Look, clock, cancellationToken);
            var now = go.ReadMemory();
            var safe = GivingRules.SafeLimit(reading with { Go = now })!.Value;
            if (now.NumGC == reading.Go!.NumGC)
            {
                continue;
            }

            // A collection has told what is live. More than the limit allows for: it ends here. Less: the limit may follow.
            long? kept = (now.HeapIdle - now.HeapReleased)?.Bytes;
            if (safe > lowest || kept < idle.Bytes * DonePart)
            {
                break;
            }

            if (safe.Bytes < lowest.Bytes * WorthLowering)
            {
                lowest = safe;
                await limit.SetAsync(lowest.Bytes, cancellationToken);
                await limit.CollectAsync(cancellationToken);
            }
        }

        return lowest;
    }

    private static Task SayAsync(string text) => Console.Error.WriteLineAsync("resident: " + text);
}
