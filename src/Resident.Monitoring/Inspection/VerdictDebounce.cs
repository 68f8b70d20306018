namespace Resident.Monitoring.Inspection;

/// <summary>Decides when a verdict that was waited for is told: once it has stood for a time, then not again before it was gone for as long.</summary>
public sealed class VerdictDebounce
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _stands;
    private long _since;
    private bool _isThere;
    private bool _isTold;

    /// <summary>Initializes a new instance of the <see cref="VerdictDebounce"/> class.</summary>
    /// <param name="clock">Measures.</param>
    /// <param name="stands">How long it must stand, and be gone.</param>
    public VerdictDebounce(TimeProvider clock, TimeSpan stands)
    {
        _clock = clock;
        _stands = stands;
        _since = clock.GetTimestamp();
    }

    /// <summary>Takes whether it is there now.</summary>
    /// <returns>Whether it is to be told now.</returns>
    public bool Take(bool isThere)
    {
        if (isThere != _isThere)
        {
            (_isThere, _since) = (isThere, _clock.GetTimestamp());
        }

        if (_isThere == _isTold || _clock.GetElapsedTime(_since) < _stands)
        {
            return false;
        }

        return _isTold = _isThere;
    }
}
