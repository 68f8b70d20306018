namespace Resident.Model.Giving;

/// <summary>What could be given back, on which routes, and what would make it unnecessary.</summary>
public sealed record GivingPlan
{
    /// <summary>Gets the process.</summary>
    public required int Pid { get; init; }

    /// <summary>Gets the kernel's name of the process.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the runtime's version, as in "go1.26.5", or null.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>Gets RES and its parts now.</summary>
    public required GivingReading Reading { get; init; }

    /// <summary>Gets every route, the safest first.</summary>
    public required IReadOnlyList<GivingOffer> Offers { get; init; }

    /// <summary>Gets why nothing would stay given back; null where something would.</summary>
    public string? Nothing { get; init; }

    /// <summary>Gets what to change.</summary>
    public required IReadOnlyList<GivingAdvice> Advice { get; init; }
}
