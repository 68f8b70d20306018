namespace Resident.EndToEnd.Tests.Why;

/// <summary>Runs after all other tests: what is watched here must not be starved by them.</summary>
[CollectionDefinition(nameof(AloneOnTheMachine), DisableParallelization = true)]
public sealed class AloneOnTheMachine;
