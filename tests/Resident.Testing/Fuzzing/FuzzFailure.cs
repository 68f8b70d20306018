namespace Resident.Testing.Fuzzing;

/// <summary>One input that broke something.</summary>
/// <param name="Kind">What broke, the same for inputs that break the same: an exception and its place, "time" or "bytes".</param>
/// <param name="What">What broke, in full.</param>
/// <param name="File">Where the input was kept.</param>
public sealed record FuzzFailure(string Kind, string What, string File);
