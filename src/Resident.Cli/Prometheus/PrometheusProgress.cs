using System.Globalization;

namespace Resident.Cli.Prometheus;

/// <summary>One line on a terminal that says how much is read.</summary>
internal sealed class PrometheusProgress
{
    private readonly bool _isQuiet;
    private bool _isShown;

    public PrometheusProgress(bool isQuiet)
    {
        _isQuiet = isQuiet;
    }

    public void Show(double share)
    {
        if (!_isQuiet)
        {
            _isShown = true;
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\rReading the history: {share * 100:0} % "));
        }
    }

    public void Clear()
    {
        if (_isShown)
        {
            Console.Error.Write("\r\e[K");
        }
    }
}
