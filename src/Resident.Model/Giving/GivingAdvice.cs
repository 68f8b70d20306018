namespace Resident.Model.Giving;

/// <summary>What to change in the code or the environment, so that nobody has to give memory back by hand.</summary>
/// <param name="Line">The exact line.</param>
/// <param name="Text">One sentence: what it does.</param>
/// <param name="Effect">What it is expected to save; null where that cannot be told.</param>
public sealed record GivingAdvice(string Line, string Text, ByteSize? Effect);
