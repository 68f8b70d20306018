namespace Resident.Sources.GoTrace;

/// <summary>The bytes at hand and the place in them.</summary>
internal readonly ref struct TraceWindow(ReadOnlySpan<byte> data, int start, bool final)
{
    /// <summary>Gets all bytes at hand.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Gets the first byte that was neither passed on nor taken.</summary>
    public int Start { get; } = start;

    /// <summary>Gets a value indicating whether nothing comes after them.</summary>
    public bool Final { get; } = final;
}
