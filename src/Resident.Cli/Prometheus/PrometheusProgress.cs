using System.Globalization;
using Resident.Cli.CommandLine;

namespace Resident.Cli.Prometheus;

/// <summary>One line on a terminal that says how much is read.</summary>
internal sealed class PrometheusProgress
{
    private const int Width = 40;

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
            Terminal.ShowProgress(string.Create(CultureInfo.InvariantCulture, $"Reading the history: {share * 100:0} % "));
        }
    }

    public void Clear()
    {
        if (_isShown)
        {
            Terminal.Order("\r" + new string(' ', Width) + "\r");
        }
    }
}
