using Resident.Model;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Monitoring.Sampling;

/// <summary>Reads a Go process's runtime from outside, out of its memory: no stop, no signal, no write.</summary>
public sealed class MemoryRuntime : IRuntimeReader
{
    private readonly GoConnection _connection;

    private MemoryRuntime(GoConnection connection)
    {
        _connection = connection;
    }

    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>Gets which Go program it is: more than its file tells where that was stripped of its build info. Null until the
    /// process has been opened.</summary>
    public RuntimeIdentity? Identity => _connection.Get()?.Identity;

    /// <summary>Opens a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="clock">Stamps what is read, and spaces the attempts.</param>
    /// <param name="cache">Where found places are kept, or null.</param>
    /// <param name="refusal">Why it cannot be read now, and what would allow it; null where it can.</param>
    /// <returns>Null where it may not be read; a reader that tries again where a moment was to blame.</returns>
    public static MemoryRuntime? TryOpen(int pid, TimeProvider clock, GoLocationCache? cache, out AttachRefusal? refusal)
    {
        var connection = new GoConnection(pid, new GoProcessOptions { Clock = clock, Cache = cache });
        refusal = connection.Refusal;
        if (refusal is null || connection.MayHeal)
        {
            return new(connection);
        }

        connection.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public ValueTask<GoMemory> ReadAsync(CancellationToken cancellationToken) => new(_connection.ReadMemory());

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
