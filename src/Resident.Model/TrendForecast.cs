namespace Resident.Model;

/// <summary>When a series reaches a limit, in seconds after its window's end.</summary>
/// <param name="Expected">At the slope found.</param>
/// <param name="Earliest">At the slope's upper end.</param>
/// <param name="Latest">At the slope's lower end; null where it might never be.</param>
public sealed record TrendForecast(double Expected, double Earliest, double? Latest);
