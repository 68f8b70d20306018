using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Observing;

/// <summary>What an <see cref="Observer"/> asks of its target: a process here, or an address.</summary>
public interface ITargetProbe : IDisposable
{
    /// <summary>Gets the target.</summary>
    ObservedTarget Target { get; }

    /// <summary>Gets the host's RAM, or null.</summary>
    ByteSize? HostMemory { get; }

    /// <summary>Gets what is missing, each with what would allow it.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Gets the spans of the last ledger, or null.</summary>
    GoSpanTable? LastSpans { get; }

    /// <summary>Attaches to the program that the process has become (execve), where it has.</summary>
    /// <returns>How often it has: what was read at another number is not of the program that runs now.</returns>
    int FollowExec() => 0;

    /// <summary>Takes a sample.</summary>
    /// <param name="due">When it was due.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetEndedException">The target is gone.</exception>
    ValueTask<Sample> ReadSampleAsync(DateTimeOffset due, CancellationToken cancellationToken);

    /// <summary>Reads the ledger of now.</summary>
    /// <param name="endpoint">What an endpoint told of the runtime just now, or null.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="TargetEndedException">The target is gone.</exception>
    Ledger? ReadLedger(GoMemory? endpoint);

    /// <summary>Reads the heap profile, summed up by place.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="TargetEndedException">The target is gone.</exception>
    HeapSites? ReadSites();

    /// <summary>Reads what the heap profiler has counted, by stack.</summary>
    /// <returns>Null where it cannot be read.</returns>
    /// <exception cref="TargetEndedException">The target is gone.</exception>
    AllocationReading? ReadAllocations();

    /// <summary>Reads the goroutines in groups.</summary>
    /// <returns>Null where they cannot be read.</returns>
    /// <exception cref="TargetEndedException">The target is gone.</exception>
    GoroutineCensus? ReadGoroutines();

    /// <summary>Reads the processes of the control group that it is in.</summary>
    /// <param name="now">Stamps the reading.</param>
    /// <returns>Null where there is no group, or it cannot be read.</returns>
    GroupCensus? ReadGroup(DateTimeOffset now);
}
