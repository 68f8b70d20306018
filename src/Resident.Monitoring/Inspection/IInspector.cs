using Resident.Model;

namespace Resident.Monitoring.Inspection;

/// <summary>Takes the dear looks at a target, when somebody asks: one at a time, and no more often than their budget allows.
/// Safe for several threads.</summary>
public interface IInspector
{
    /// <summary>Looks at the heap, page by page.</summary>
    /// <param name="cancellationToken">Gives up waiting for a look that is under way.</param>
    /// <exception cref="InspectionRefusedException">The target or a missing right does not allow it.</exception>
    Task<Inspected<GoPageMap>> ReadPageMapAsync(CancellationToken cancellationToken);

    /// <summary>Looks at the goroutines.</summary>
    /// <param name="cancellationToken">Gives up waiting for a look that is under way.</param>
    /// <exception cref="InspectionRefusedException">The target or a missing right does not allow it.</exception>
    Task<Inspected<GoroutineCensus>> ReadGoroutinesAsync(CancellationToken cancellationToken);
}
