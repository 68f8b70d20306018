using System.Globalization;
using Resident.Analysis.Diagnosis;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Late;

/// <summary>Many looks of one length at services of one kind, counted.</summary>
internal sealed class LateCell
{
    private const double LeastFound = 0.95;
    private const double Deviations = 2;
    private const double MostFalse = 0.01;

    private readonly LateKind _kind;
    private readonly double _seconds;

    private LateCell(LateKind kind, double seconds)
    {
        _kind = kind;
        _seconds = seconds;
    }

    public int Looks { get; private set; }

    public int Healthy { get; private set; }

    public int Leaks { get; private set; }

    public int Unsure { get; private set; }

    /// <summary>Gets the looks at leaks that were faster than the answer's own sensitivity.</summary>
    public int Above { get; private set; }

    public int AboveFound { get; private set; }

    public int AboveHealthy { get; private set; }

    public int BelowFound { get; private set; }

    public int BelowHealthy { get; private set; }

    /// <summary>Looks.</summary>
    public static LateCell Run(LateKind kind, double seconds, ulong firstSeed, int looks)
    {
        var cell = new LateCell(kind, seconds);
        for (int i = 0; i < looks; i++)
        {
            cell.Look(firstSeed + (ulong)i);
        }

        return cell;
    }

    /// <summary>Gets the cell as a line of the document's table.</summary>
    public string Row() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {_kind} | {_seconds:0} s | {Healthy} | {Unsure} | {Leaks} | {Looks - Healthy - Unsure - Leaks} | {(_kind >= LateKind.Leak ? $"{AboveFound} of {Above}, {AboveHealthy} healthy" : "")} | {(_kind >= LateKind.Leak ? $"{BelowFound} of {Looks - Above}, {BelowHealthy} healthy" : "")} |");

    /// <summary>Tells whether what the documentation promises holds: no leak above the sensitivity called healthy, 95 %
    /// of those at a place of their own found (less what chance makes of so few), below 1 % of the healthy called a
    /// leak.</summary>
    public bool IsWithinTheBounds() => _kind switch
    {
        >= LateKind.Leak => AboveHealthy == 0 && (_kind == LateKind.LeakOfSome || AboveFound >= (LeastFound * Above) - (Deviations * Math.Sqrt(LeastFound * (1 - LeastFound) * Above))),
        _ => Leaks <= MostFalse * Looks,
    };

    private void Look(ulong seed)
    {
        var service = new LateService(_kind, _seconds, seed);
        var verdict = Diagnostician.Diagnose(service.Observe());
        bool isHealthy = VerdictIds.IsHealthy(verdict.Id);
        bool isLeak = VerdictIds.IsLeak(verdict.Id);
        Looks++;
        Healthy += isHealthy ? 1 : 0;
        Leaks += isLeak ? 1 : 0;
        Unsure += verdict.Id is VerdictIds.NotSureYet ? 1 : 0;
        bool isAbove = verdict.Sensitivity?.BytesPerHour is { } bytes && service.LeakBytesPerSecond * 3600 >= bytes;
        Above += isAbove ? 1 : 0;
        AboveFound += isAbove && isLeak ? 1 : 0;
        AboveHealthy += isAbove && isHealthy ? 1 : 0;
        BelowFound += !isAbove && isLeak ? 1 : 0;
        BelowHealthy += !isAbove && isHealthy ? 1 : 0;
    }
}
