namespace Resident.Store;

/// <summary>One resolution that a recording keeps.</summary>
/// <param name="Width">The time that one row stands for; zero for rows as they were recorded.</param>
/// <param name="KeptFor">For how long.</param>
public readonly record struct RetentionTier(TimeSpan Width, TimeSpan KeptFor);
