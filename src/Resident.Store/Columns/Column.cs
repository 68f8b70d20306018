namespace Resident.Store.Columns;

/// <summary>Describes one series of a recording: how its whole numbers are to be read.</summary>
/// <param name="Name">The series' name, as in "process.res". Names never change their meaning.</param>
/// <param name="Unit">"bytes", "count", "ms", "us", "ns", "ppb" (parts of 1,000,000,000), "percent/1000", or "text": then the values are
/// ids of the table text.</param>
/// <param name="Kind">"level", "total" (counted since the start of the run) or "event".</param>
public sealed record Column(string Name, string Unit, string Kind)
{
    /// <summary>Gets the unit of series whose values are ids of texts.</summary>
    public const string TextUnit = "text";

    /// <summary>Gets a value indicating whether the values are ids of texts.</summary>
    public bool IsText => Unit is TextUnit;
}
