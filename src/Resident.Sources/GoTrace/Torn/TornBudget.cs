namespace Resident.Sources.GoTrace.Torn;

/// <summary>What searching for torn lines may cost: so much for each byte of the stream, and a stock to begin with. A
/// program whose output is made of pieces of trace lines is held up no longer than that, and its output is then passed
/// on as it comes.</summary>
/// <remarks>A step is about 10 ns of one core. The stock is enough for some 1,000 torn lines one after the other. Steps
/// are counted and not timed, so that the same stream gives the same lines however it is cut.</remarks>
internal sealed class TornBudget
{
    private const long StepsPerByte = 3;
    private const long MostSteps = 30_000_000;

    private long _left = MostSteps;
    private long _seen;

    /// <summary>Gets a value indicating whether nothing is left.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Adds what the bytes up to a place in the stream allow. What was searched twice is not paid for
    /// twice.</summary>
    /// <param name="position">How many bytes there were up to there.</param>
    /// <returns>Whether anything is left.</returns>
    public bool Reach(long position)
    {
        if (position > _seen)
        {
            _left = Math.Min(MostSteps, _left + ((position - _seen) * StepsPerByte));
            _seen = position;
        }

        return _left > 0;
    }

    /// <summary>Takes steps off.</summary>
    public void Spend(long steps) => _left -= steps;
}
