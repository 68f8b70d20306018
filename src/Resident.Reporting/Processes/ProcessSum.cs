using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>What several processes have together.</summary>
/// <param name="Name">The word that means them.</param>
/// <param name="Processes">How many they are.</param>
/// <param name="Res">The sum of their RES. Pages that they share are in it once for each.</param>
/// <param name="Shared">The sum of their SHR: at most so much of the sum is counted more than once.</param>
/// <param name="Change">By how much the RES of those that were watched changed meanwhile, or null where none
/// was.</param>
public sealed record ProcessSum(string Name, int Processes, ByteSize Res, ByteSize Shared, ByteSize? Change)
{
    /// <summary>Sums processes up.</summary>
    /// <param name="name">The word that means them.</param>
    /// <param name="rows">The processes.</param>
    public static ProcessSum Of(string name, IReadOnlyList<ProcessRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var watched = rows.Select(static row => row.Why).OfType<Model.Verdicts.Verdict>().ToList();
        return new(
            name,
            rows.Count,
            new ByteSize(rows.Sum(static row => row.Process.Res.Bytes)),
            new ByteSize(rows.Sum(static row => row.Process.Shr.Bytes)),
            watched.Count == 0 ? null : new ByteSize(watched.Sum(static why => why.ResTo.Bytes - why.ResFrom.Bytes)));
    }

    /// <summary>Writes the sentence that stands above the table.</summary>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string change = Change is { } moved ? $", {(moved.Bytes < 0 ? "" : "+")}{moved} while they were watched" : "";
        string shared = Shared.Bytes > 0 && Processes > 1 ? $" Up to {Shared} of it are shared pages, which count for each process." : "";
        output.WriteLine(FormattableString.Invariant($"\"{Name}\": {Processes} {(Processes == 1 ? "process" : "processes")}, RES {Res} in all{change}.{shared}"));
    }
}
