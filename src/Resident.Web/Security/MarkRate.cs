namespace Resident.Web.Security;

/// <summary>How many marks a page takes: a few at once, and then one in ten seconds, so that marks are never more than
/// a small share of the history.</summary>
internal sealed class MarkRate
{
    private const int AtOnce = 20;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private double _left = AtOnce;
    private long _since;

    /// <summary>Initializes a new instance of the <see cref="MarkRate"/> class.</summary>
    public MarkRate(TimeProvider clock)
    {
        _clock = clock;
        _since = clock.GetTimestamp();
    }

    /// <summary>Takes one mark.</summary>
    /// <returns>Whether it may be put.</returns>
    public bool TryTake()
    {
        lock (_lock)
        {
            long now = _clock.GetTimestamp();
            _left = Math.Min(AtOnce, _left + (_clock.GetElapsedTime(_since, now) / Each));
            _since = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
