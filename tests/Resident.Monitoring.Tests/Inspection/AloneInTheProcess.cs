namespace Resident.Monitoring.Tests.Inspection;

/// <summary>Tests that weigh the heap of the process that they run in.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
