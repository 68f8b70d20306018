namespace Resident.Sources.Endpoints;

/// <summary>The addresses of one Go program that were found to answer with memory figures. Null: it has no such one.</summary>
/// <param name="Metrics">Prometheus text with the Go collectors: read without stopping the program.</param>
/// <param name="Vars">expvar's JSON: all figures and the last 256 pauses; serving it stops the world for a moment.</param>
/// <param name="Pprof">The index of the profiles, ending with a slash. Its heap?debug=1 has the figures too.</param>
public sealed record EndpointSet(Uri? Metrics, Uri? Vars, Uri? Pprof);
