using Resident.Model;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime;

/// <summary>Keeps a Go process open, and opens it again where a moment was to blame: a program that has only just begun, or that
/// replaced itself by exec.</summary>
/// <remarks>Between exec and the end of runtime.schedinit a Go program's heap is not set up, and looks as that of an unknown
/// release would. Attempts come half a second apart at first, then twice as far each time, up to a minute. Not safe for two threads
/// at once.</remarks>
public sealed class GoConnection : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly int _pid;
    private readonly GoProcessOptions _options;
    private GoProcess? _process;
    private long _refusedAt;
    private TimeSpan _pause = FirstPause;

    /// <summary>Initializes a new instance of the <see cref="GoConnection"/> class and opens the process, if it may be.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="options">How it is opened; the clock spaces the attempts.</param>
    public GoConnection(int pid, GoProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pid = pid;
        _options = options;
        Open();
    }

    /// <summary>Gets why the process was not opened, and what would allow it; null where it is open.</summary>
    public AttachRefusal? Refusal { get; private set; }

    /// <summary>Gets a value indicating whether another attempt may open what is refused now.</summary>
    public bool MayHeal => Refusal is { Kind: AttachRefusalKind.Starting or AttachRefusalKind.NotConfirmed or AttachRefusalKind.Damaged };

    /// <summary>Gets the open process, after another attempt where one is due.</summary>
    /// <returns>Null where it cannot be read now: <see cref="Refusal"/> tells why.</returns>
    public GoProcess? Get()
    {
        if (_process is null && MayHeal && _options.Clock.GetElapsedTime(_refusedAt) >= _pause)
        {
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            Open();
        }

        return _process;
    }

    /// <summary>Reads the runtime's statistics, after another attempt to open the process where one is due.</summary>
    /// <exception cref="IOException">It is not open; or it has ended, or runs another program: it is closed then.</exception>
    public GoMemory ReadMemory()
    {
        if (Get() is not { } process)
        {
            throw new IOException($"{Refusal?.Message} {Refusal?.Remedy}".TrimEnd());
        }

        try
        {
            return process.ReadMemory();
        }
        catch (IOException problem)
        {
            process.Dispose();
            _process = null;
            _pause = FirstPause;
            _refusedAt = _options.Clock.GetTimestamp();
            Refusal = new(AttachRefusalKind.Damaged, problem.Message, string.Empty);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process?.Dispose();

    private void Open()
    {
        _ = GoProcess.TryOpen(_pid, _options, out _process, out var refusal);
        Refusal = refusal;
        _refusedAt = _options.Clock.GetTimestamp();
    }
}
