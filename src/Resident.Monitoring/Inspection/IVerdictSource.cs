using Resident.Model.Verdicts;
using Resident.Monitoring.Recording;

namespace Resident.Monitoring.Inspection;

/// <summary>Says why RES is what it is, from what was seen until now. Safe for several threads.</summary>
public interface IVerdictSource
{
    /// <summary>Works the verdict out.</summary>
    /// <param name="span">The stretch that it is for, or null for all that was seen, and recorded before.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null where too little was seen yet, or in the stretch, or where there is no process.</returns>
    Task<Verdict?> DiagnoseAsync(RecordedSpan? span, CancellationToken cancellationToken);
}
