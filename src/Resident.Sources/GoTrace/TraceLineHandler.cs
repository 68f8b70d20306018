namespace Resident.Sources.GoTrace;

/// <summary>Takes one trace line. What <paramref name="line"/> refers to is gone after the call: take from it what is needed.</summary>
/// <param name="line">The line.</param>
public delegate void TraceLineHandler(in TraceLine line);
