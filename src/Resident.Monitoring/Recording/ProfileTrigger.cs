using System.Globalization;
using Resident.Model;

namespace Resident.Monitoring.Recording;

/// <summary>Tells when a heap profile is worth its room: a baseline, after growth, and before a limit is reached.</summary>
public sealed class ProfileTrigger
{
    private const long LeastGoroutines = 100;

    private readonly ProfileTriggerOptions _options;
    private readonly TimeProvider _clock;
    private readonly RiseMeter _rise;
    private long? _lastAt;
    private long _lastRes;
    private long _lastLive;
    private long _lastGoroutines;
    private bool _isBelowLimit = true;
    private bool _isFarFromLimit = true;
    private int _count;
    private long _bytes;

    /// <summary>Initializes a new instance of the <see cref="ProfileTrigger"/> class.</summary>
    /// <param name="options">When.</param>
    /// <param name="clock">Measures the time between profiles.</param>
    public ProfileTrigger(ProfileTriggerOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _rise = new RiseMeter(clock, options.SlopeWindow);
    }

    /// <summary>Begins anew, with a baseline: another process runs.</summary>
    public void Reset()
    {
        (_lastAt, _isBelowLimit, _isFarFromLimit) = (null, true, true);
        _rise.Reset();
    }

    /// <summary>Looks at a sample.</summary>
    /// <returns>Why a profile is to be taken now, or null.</returns>
    public string? Check(Sample sample)
    {
        if (sample.Process is not { } process)
        {
            return null;
        }

        _rise.Take(process.Res.Bytes);
        if (_count >= _options.MostProfiles || _bytes >= _options.MostBytes)
        {
            return null;
        }

        return _lastAt is { } last ? Near(sample, process.Res) ?? (_clock.GetElapsedTime(last) < _options.Cooldown ? null : Grown(sample, process.Res)) : "baseline";
    }

    /// <summary>Takes note that a profile was taken.</summary>
    /// <param name="sample">The sample that asked for it.</param>
    /// <param name="bytes">Its length.</param>
    public void Note(Sample sample, long bytes)
    {
        var limit = Least(sample.Cgroup?.Limit, sample.Go?.MemoryLimit);
        _lastAt = _clock.GetTimestamp();
        _lastRes = sample.Process?.Res.Bytes ?? 0;
        _lastLive = sample.Go?.HeapMarked?.Bytes ?? 0;
        _lastGoroutines = sample.Go?.Goroutines ?? 0;
        _isFarFromLimit = TimeTo(limit, new ByteSize(_lastRes)) > _options.LimitAhead;
        _isBelowLimit = limit is null || _lastRes < limit.Value.Bytes * _options.LimitShare;
        _count++;
        _bytes += bytes;
    }

    /// <summary>Takes note of bytes that came later: an address answers in its own time.</summary>
    public void NoteBytes(long bytes) => _bytes += bytes;

    private static ByteSize? Least(ByteSize? one, ByteSize? other) => one is null || other < one ? other ?? one : one;

    private string? Near(Sample sample, ByteSize now)
    {
        var limit = Least(sample.Cgroup?.Limit, sample.Go?.MemoryLimit);
        bool isNear = limit is { } bytes && now.Bytes >= bytes.Bytes * _options.LimitShare;
        return isNear && _isBelowLimit
            ? string.Create(CultureInfo.InvariantCulture, $"RES {now} is at {100d * now.Bytes / limit!.Value.Bytes:0} % of the limit {limit}")
            : AheadOf(limit, now);
    }

    private string? Grown(Sample sample, ByteSize now) => Growth("RES", _lastRes, now)
        ?? Growth("The live heap", _lastLive, sample.Go?.HeapMarked ?? default)
        ?? Slope(now)
        ?? Goroutines(sample.Go?.Goroutines ?? 0);

    private TimeSpan TimeTo(ByteSize? limit, ByteSize now) => limit is { } bytes && _rise.PerHour > 0
        ? TimeSpan.FromHours(Math.Clamp((bytes.Bytes - now.Bytes) / _rise.PerHour, 0, TimeSpan.FromDays(1_000).TotalHours))
        : TimeSpan.MaxValue;

    private string? AheadOf(ByteSize? limit, ByteSize now)
    {
        var left = TimeTo(limit, now);
        return _isFarFromLimit && left <= _options.LimitAhead
            ? string.Create(CultureInfo.InvariantCulture, $"RES rises by {new ByteSize((long)_rise.PerHour)} an hour and reaches the limit {limit} in {left.TotalMinutes:0} min")
            : null;
    }

    private string? Slope(ByteSize now) => _lastRes > 0
        && now.Bytes > _lastRes * (1 + (_options.GrowthShare / 4))
        && _rise.PerHour >= now.Bytes * _options.SlopeSharePerHour
            ? $"RES rises by {new ByteSize((long)_rise.PerHour)} an hour, to {now}"
            : null;

    private string? Goroutines(long now) => _lastGoroutines > 0 && now - _lastGoroutines >= LeastGoroutines && now > _lastGoroutines * (1 + _options.GoroutineShare)
        ? string.Create(CultureInfo.InvariantCulture, $"Goroutines grew from {_lastGoroutines} to {now}")
        : null;

    private string? Growth(string what, long before, ByteSize now) =>
        before > 0 && now.Bytes > before * (1 + _options.GrowthShare)
            ? string.Create(CultureInfo.InvariantCulture, $"{what} grew by {(100d * now.Bytes / before) - 100:0} % to {now}")
            : null;
}
