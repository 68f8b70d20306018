using System.Text;

namespace Resident.Reporting.Metrics;

/// <summary>The name of a figure in Prometheus' and OpenMetrics' texts: one for each figure, in base units.</summary>
/// <param name="Family">The name without the ending of counters, as in "resident_go_heap_alloc_bytes".</param>
/// <param name="Unit">The base unit, as in "bytes"; empty for plain numbers.</param>
/// <param name="Factor">What turns the figure's own unit into the base unit.</param>
/// <param name="IsCounter">Whether it counts since the process started.</param>
public sealed record MetricName(string Family, string Unit, double Factor, bool IsCounter)
{
    /// <summary>Gets the name of the values: a counter's ends in "_total".</summary>
    public string Sample => IsCounter ? Family + "_total" : Family;

    /// <summary>Gets the type, as the texts write it.</summary>
    public string Type => IsCounter ? "counter" : "gauge";

    /// <summary>Makes the name of a figure.</summary>
    /// <param name="figure">Its name in recordings, as in "process.peakRes".</param>
    /// <param name="unit">Its unit there.</param>
    /// <param name="isTotal">Whether it is counted since the start of the run.</param>
    public static MetricName Of(string figure, string unit, bool isTotal)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var (baseUnit, factor) = unit switch
        {
            "bytes" => ("bytes", 1),
            "ms" => ("seconds", 1e-3),
            "us" => ("seconds", 1e-6),
            "ns" => ("seconds", 1e-9),
            "ppb" => ("ratio", 1e-9),
            "percent" => ("ratio", 1e-2),
            "percent/1000" => ("ratio", 1e-5),
            _ => ("", 1),
        };
        string name = "resident_" + Snake(figure);
        bool isNamed = baseUnit.Length == 0 || name.EndsWith('_' + baseUnit, StringComparison.Ordinal);
        return new(isNamed ? name : $"{name}_{baseUnit}", baseUnit, factor, isTotal);
    }

    /// <summary>Escapes a label's value.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            bool isNewWord = char.IsAsciiLetterUpper(name[i]) && i > 0 && char.IsAsciiLetterLower(name[i - 1]);
            _ = text.Append(isNewWord ? "_" : "").Append(char.IsAsciiLetterOrDigit(name[i]) ? char.ToLowerInvariant(name[i]) : '_');
        }

        return text.ToString();
    }
}
