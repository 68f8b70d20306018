namespace Resident.Sources.GoRuntime.Access;

/// <summary>Another process's memory, live or as a stored image.</summary>
internal interface IProcessMemory
{
    /// <summary>Reads one range.</summary>
    /// <param name="address">The first byte's address there.</param>
    /// <param name="destination">Receives the bytes; undefined where the answer is false.</param>
    /// <returns>False where not all of them could be read: not mapped, or the process is gone.</returns>
    bool TryRead(ulong address, Span<byte> destination);

    /// <summary>Reads several ranges with as few system calls as can be, so that they are of almost one moment.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="destination">Receives their bytes one after the other; at least as long as all of them.</param>
    /// <returns>False where not all of them could be read.</returns>
    bool TryReadMany(ReadOnlySpan<ProcessMemoryRange> ranges, Span<byte> destination);
}
