using Resident.Model.Verdicts;

namespace Resident.Monitoring.Inspection;

/// <summary>Says why RES is what it is, from what was seen until now. Safe for several threads.</summary>
public interface IVerdictSource
{
    /// <summary>Works the verdict out.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null where too little was seen yet, or where there is no process.</returns>
    Task<Verdict?> DiagnoseAsync(CancellationToken cancellationToken);
}
