using System.Globalization;
using Resident.Model;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Shows on a terminal that something goes on, second by second, and wipes it away in the end. Silent elsewhere.</summary>
internal sealed class PprofProgress : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PprofHost _host;
    private readonly string _what;
    private readonly int _expectedSeconds;
    private readonly ITimer? _timer;
    private readonly Lock _lock = new();
    private int _seconds;
    private bool _isDone;

    /// <summary>Initializes a new instance of the <see cref="PprofProgress"/> class.</summary>
    /// <param name="what">What goes on.</param>
    /// <param name="expectedSeconds">How long it takes; 0 where that is not known.</param>
    /// <param name="host">The outside.</param>
    public PprofProgress(string what, int expectedSeconds, PprofHost host)
    {
        _host = host;
        _what = what;
        _expectedSeconds = expectedSeconds;
        _timer = host.IsErrorTerminal ? host.Clock.CreateTimer(_ => Show(), null, Second, Second) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _isDone = true;
            if (_seconds > 0)
            {
                _host.Write("\r\u001b[K");
            }
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_isDone)
            {
                return;
            }

            _seconds++;
            string of = _expectedSeconds > 0 ? string.Create(CultureInfo.InvariantCulture, $" of {_expectedSeconds}") : string.Empty;
            _host.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[K{PrintableText.OneLine(_what)}: {_seconds}{of} s"));
        }
    }
}
