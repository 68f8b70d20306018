using Resident.Analysis.Diagnosis;
using Resident.Model.Observations;
using Resident.Model.Verdicts;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Recording;

namespace Resident.Cli.Sessions;

/// <summary>Asks a growing observation again and again, until the answer is sure twice in a row.</summary>
internal sealed class SureWatch
{
    // What the asking costs is bounded: at most this share of the time that passes.
    private const int LeastRest = 30;
    private static readonly TimeSpan LeastPace = TimeSpan.FromSeconds(5);

    private readonly Observer _observer;
    private readonly Observation? _past;
    private readonly TimeProvider _clock;
    private long _askedAt;
    private TimeSpan _pace = LeastPace;

    /// <summary>Initializes a new instance of the <see cref="SureWatch"/> class.</summary>
    /// <param name="observer">Watches.</param>
    /// <param name="past">What was recorded before, or null.</param>
    /// <param name="clock">Measures.</param>
    public SureWatch(Observer observer, Observation? past, TimeProvider clock)
    {
        _observer = observer;
        _past = past;
        _clock = clock;
        _askedAt = clock.GetTimestamp();
    }

    /// <summary>Gets the last answer, or null before the first.</summary>
    public Verdict? Last { get; private set; }

    /// <summary>Asks, where it is time to. To be called after each sample.</summary>
    /// <returns>Whether the answer is sure.</returns>
    public bool Take()
    {
        if (_clock.GetElapsedTime(_askedAt) < _pace)
        {
            return false;
        }

        long start = _clock.GetTimestamp();
        var verdict = Diagnostician.Diagnose(ObservationJoin.Continue(_past, _observer.Snapshot()));
        bool isSure = IsSure(verdict) && string.Equals(verdict.Id, Last?.Id, StringComparison.Ordinal) && IsSure(Last!);
        Last = verdict;
        _askedAt = _clock.GetTimestamp();
        var rest = _clock.GetElapsedTime(start) * LeastRest;
        _pace = rest > LeastPace ? rest : LeastPace;
        return isSure;
    }

    private static bool IsSure(Verdict verdict) => verdict.Id is not VerdictIds.NotSureYet;
}
