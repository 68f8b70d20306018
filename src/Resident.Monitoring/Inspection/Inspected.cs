namespace Resident.Monitoring.Inspection;

/// <summary>What a dear look found, and when the next one may come.</summary>
/// <typeparam name="T">What was looked at.</typeparam>
/// <param name="Value">What was found.</param>
/// <param name="Age">How long ago: above zero where the budget allowed no new look and the last one is told again.</param>
/// <param name="Cost">The time that the look took.</param>
/// <param name="NextIn">How long until a new look may come.</param>
public sealed record Inspected<T>(T Value, TimeSpan Age, TimeSpan Cost, TimeSpan NextIn);
