namespace Resident.Model.Verdicts;

/// <summary>The smallest steady growth that a look would have found with 95 % certainty: what is slower may be there
/// unseen.</summary>
/// <param name="BytesPerHour">Growth of what is live, or of RES where the heap is not split; bytes an hour. Null:
/// nothing would have been found, however fast.</param>
/// <param name="Basis">What it rests on: "cycles" (the noise of what is live after each GC cycle), "survivors" (frees
/// that the heap profile counted), "allocation" (nothing grows faster than it is allocated), "res" (the noise of RES
/// alone) or "none".</param>
public sealed record VerdictSensitivity(double? BytesPerHour, string Basis)
{
    /// <summary>Gets the same as a share of RES at the window's end, per day; or null.</summary>
    public double? ShareOfResPerDay { get; init; }
}
