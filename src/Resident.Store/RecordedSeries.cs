namespace Resident.Store;

/// <summary>One series of a recording.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Log">The log that it is a column of.</param>
/// <param name="Name">Its name, as in "process.res".</param>
/// <param name="Unit">The unit of its whole numbers, as in "bytes"; "text" where they are numbers of texts.</param>
/// <param name="Kind">"level", "total" or "event".</param>
public sealed record RecordedSeries(int Id, RecordingLog Log, string Name, string Unit, string Kind);
