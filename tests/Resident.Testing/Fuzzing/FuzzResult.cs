using System.Globalization;

namespace Resident.Testing.Fuzzing;

/// <summary>What a run tried, and what it cost.</summary>
public sealed record FuzzResult
{
    /// <summary>Gets the kind of input.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the seed that repeats the run.</summary>
    public required int Seed { get; init; }

    /// <summary>Gets how many inputs were tried.</summary>
    public required long Inputs { get; init; }

    /// <summary>Gets how long the run took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Gets the longest time that one input took.</summary>
    public required TimeSpan WorstTime { get; init; }

    /// <summary>Gets the most bytes that one input allocated on its thread.</summary>
    public required long WorstBytes { get; init; }

    /// <summary>Gets what broke, one for each kind of failure.</summary>
    public required IReadOnlyList<FuzzFailure> Failures { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind}: {Inputs} inputs, {Inputs / Math.Max(Elapsed.TotalSeconds, 0.001):0}/s, worst time {WorstTime.TotalMilliseconds:0.0} ms, "
        + $"worst allocation {WorstBytes / 1024.0 / 1024.0:0.00} MiB, {Failures.Count} failures, seed {Seed}");

    /// <summary>Throws where something broke, with the seed, the files and what it was.</summary>
    /// <exception cref="InvalidOperationException">Something broke.</exception>
    public void ThrowIfFailed()
    {
        if (Failures.Count > 0)
        {
            throw new InvalidOperationException(
                $"{this}\n" + string.Join('\n', Failures.Select(static failure => $"{failure.File}: {failure.What}")));
        }
    }
}
