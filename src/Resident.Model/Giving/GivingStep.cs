namespace Resident.Model.Giving;

/// <summary>One route taken, measured.</summary>
/// <param name="Route">The route.</param>
/// <param name="Promised">What was expected of it; null where nothing was.</param>
/// <param name="Before">RES and its parts just before.</param>
/// <param name="After">RES and its parts when it was done.</param>
/// <param name="Took">The time from the one to the other.</param>
/// <param name="Said">What happened, one sentence.</param>
public sealed record GivingStep(GivingRoute Route, ByteSize? Promised, GivingReading Before, GivingReading After, TimeSpan Took, string Said)
{
    /// <summary>Gets by how much RES fell; negative where it rose.</summary>
    public ByteSize Given => Before.Res - After.Res;
}
