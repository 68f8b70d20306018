namespace Resident.Monitoring.Recording;

/// <summary>Tells how fast a level rises, whatever saw-teeth stand on it: from the least values of the blocks of a sliding window.</summary>
/// <remarks>The rise is (m3 - m1) / t, where m1 and m3 are the least values of the window's first and last third and t is the time between their beginnings; it is told only
/// where the middle third's lies between them, so that one step is not taken for a slope.</remarks>
internal sealed class RiseMeter
{
    private const int Blocks = 12;
    private const int Third = Blocks / 3;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _length;
    private readonly Queue<(long Since, long Least)> _minima = new(Blocks);
    private long _since;
    private long? _least;

    /// <summary>Initializes a new instance of the <see cref="RiseMeter"/> class.</summary>
    /// <param name="clock">Measures.</param>
    /// <param name="window">The window.</param>
    public RiseMeter(TimeProvider clock, TimeSpan window)
    {
        _clock = clock;
        _length = window / Blocks;
    }

    /// <summary>Gets the rise an hour; 0 where it does not rise, or too little was seen to know.</summary>
    public double PerHour { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _minima.Clear();
        (_least, PerHour) = (null, 0);
    }

    /// <summary>Takes the level of now.</summary>
    public void Take(long value)
    {
        if (_least is not { } least)
        {
            (_least, _since) = (value, _clock.GetTimestamp());
            return;
        }

        if (_clock.GetElapsedTime(_since) < _length)
        {
            _least = Math.Min(least, value);
            return;
        }

        _minima.Enqueue((_since, least));
        if (_minima.Count > Blocks)
        {
            _ = _minima.Dequeue();
        }

        (_least, _since) = (value, _clock.GetTimestamp());
        PerHour = Measure();
    }

    private double Measure()
    {
        if (_minima.Count < Blocks)
        {
            return 0;
        }

        var all = _minima.ToArray();
        long first = LeastOf(all.AsSpan(0, Third));
        long middle = LeastOf(all.AsSpan(Third, Third));
        long last = LeastOf(all.AsSpan(2 * Third));
        return first < middle && middle < last ? (last - first) / _clock.GetElapsedTime(all[0].Since, all[2 * Third].Since).TotalHours : 0;
    }

    private static long LeastOf(ReadOnlySpan<(long Since, long Least)> blocks)
    {
        long least = long.MaxValue;
        foreach (var block in blocks)
        {
            least = Math.Min(least, block.Least);
        }

        return least;
    }
}
