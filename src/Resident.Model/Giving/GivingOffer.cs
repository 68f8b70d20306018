namespace Resident.Model.Giving;

/// <summary>One route, and whether it is open on this target.</summary>
/// <param name="Route">The route.</param>
/// <param name="IsOpen">Whether it can be taken now.</param>
/// <param name="Expected">By how much RES is expected to fall; null where that cannot be told.</param>
/// <param name="Text">One sentence: what it does, or why it is closed and what opens it.</param>
public sealed record GivingOffer(GivingRoute Route, bool IsOpen, ByteSize? Expected, string Text);
