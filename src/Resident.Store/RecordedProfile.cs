namespace Resident.Store;

/// <summary>A profile that was taken during a recording: an entry of its index. The bytes are in a file of their own.</summary>
/// <param name="UnixMs">When it was taken, milliseconds since 1970.</param>
/// <param name="Run">The run.</param>
/// <param name="Kind">"heap", "goroutine" and so on.</param>
/// <param name="Hash">The XXH128 of the file, lower-case hexadecimal: its name is this and ".pb.gz".</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Reason">Why it was taken, as in "baseline" or "RES grew by 20 %".</param>
public sealed record RecordedProfile(long UnixMs, int Run, string Kind, string Hash, long Bytes, string Reason);
