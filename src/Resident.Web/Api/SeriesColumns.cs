using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>One series of a window.</summary>
/// <param name="Description">Its id, unit and kind.</param>
/// <param name="Window">Its columns.</param>
internal sealed record SeriesColumns(SeriesDescription Description, SeriesWindow Window)
{
    /// <summary>Gets a value indicating whether the values are sizes, or sizes a second.</summary>
    public bool IsBytes => Description.Unit is "bytes" or "bytes/s";
}
