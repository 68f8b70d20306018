using System.Globalization;
using Resident.Model;

namespace Resident.Monitoring.Recording;

/// <summary>Tells when a heap profile is worth its room: a baseline, after growth, and before a limit is reached.</summary>
public sealed class ProfileTrigger
{
    private readonly ProfileTriggerOptions _options;
    private readonly TimeProvider _clock;
    private long? _lastAt;
    private long _lastRes;
    private long _lastLive;
    private bool _isBelowLimit = true;
    private int _count;
    private long _bytes;

    /// <summary>Initializes a new instance of the <see cref="ProfileTrigger"/> class.</summary>
    /// <param name="options">When.</param>
    /// <param name="clock">Measures the time between profiles.</param>
    public ProfileTrigger(ProfileTriggerOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <summary>Begins anew, with a baseline: another process runs.</summary>
    public void Reset() => (_lastAt, _isBelowLimit) = (null, true);

    /// <summary>Looks at a sample.</summary>
    /// <returns>Why a profile is to be taken now, or null.</returns>
    public string? Check(Sample sample)
    {
        if (sample.Process is not { } process || _count >= _options.MostProfiles || _bytes >= _options.MostBytes)
        {
            return null;
        }

        if (_lastAt is not { } last)
        {
            return "baseline";
        }

        var limit = Least(sample.Cgroup?.Limit, sample.Go?.MemoryLimit);
        bool isNear = limit is { } bytes && process.Res.Bytes >= bytes.Bytes * _options.LimitShare;
        if (isNear && _isBelowLimit)
        {
            return string.Create(CultureInfo.InvariantCulture, $"RES {process.Res} is at {100d * process.Res.Bytes / limit!.Value.Bytes:0} % of the limit {limit}");
        }

        if (_clock.GetElapsedTime(last) < _options.Cooldown)
        {
            return null;
        }

        return Growth("RES", _lastRes, process.Res) ?? Growth("The live heap", _lastLive, sample.Go?.HeapMarked ?? default);
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
        _isBelowLimit = limit is null || _lastRes < limit.Value.Bytes * _options.LimitShare;
        _count++;
        _bytes += bytes;
    }

    private static ByteSize? Least(ByteSize? one, ByteSize? other) => one is null || other < one ? other ?? one : one;

    private string? Growth(string what, long before, ByteSize now) =>
        before > 0 && now.Bytes > before * (1 + _options.GrowthShare)
            ? string.Create(CultureInfo.InvariantCulture, $"{what} grew by {(100d * now.Bytes / before) - 100:0} % to {now}")
            : null;
}
