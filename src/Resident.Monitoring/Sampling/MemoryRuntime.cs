using Resident.Model;
using Resident.Sources.GoRuntime;

namespace Resident.Monitoring.Sampling;

/// <summary>Reads a Go process's runtime from outside, out of its memory: no stop, no signal, no write.</summary>
public sealed class MemoryRuntime : IRuntimeReader
{
    private readonly GoProcess _process;

    private MemoryRuntime(GoProcess process)
    {
        _process = process;
    }

    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>Gets which Go program it is: more than its file tells where that was stripped of its build info.</summary>
    public RuntimeIdentity Identity => _process.Identity;

    /// <summary>Opens a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="clock">Stamps what is read.</param>
    /// <param name="cache">Where found places are kept, or null.</param>
    /// <param name="refusal">Why not, and what would allow it; null where it was opened.</param>
    /// <returns>Null where it may not or cannot be read.</returns>
    public static MemoryRuntime? TryOpen(int pid, TimeProvider clock, GoLocationCache? cache, out AttachRefusal? refusal) =>
        GoProcess.TryOpen(pid, new GoProcessOptions { Clock = clock, Cache = cache }, out var process, out refusal)
            ? new MemoryRuntime(process!)
            : null;

    /// <inheritdoc/>
    public ValueTask<GoMemory> ReadAsync(CancellationToken cancellationToken) => new(_process.ReadMemory());

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
