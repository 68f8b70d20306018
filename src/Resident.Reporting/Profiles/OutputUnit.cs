using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Chooses one unit for a whole report.</summary>
public static class OutputUnit
{
    private const string Minimum = "minimum";

    /// <summary>Replaces the unit "minimum" by one that suits the smallest node.</summary>
    public static ReportOptions Choose(ReportOptions options, CallGraph graph)
    {
        if (options.OutputUnit is not Minimum || graph.Nodes.Count == 0)
        {
            return options;
        }

        long least = 0;
        foreach (var node in graph.Nodes)
        {
            long value = GoNumber.Abs(node.FlatValue);
            value = value == 0 ? GoNumber.Abs(node.CumValue) : value;
            least = value > 0 && (least == 0 || value < least) ? value : least;
        }

        long most = options.Total;
        least = least == 0 ? most : least;
        if (options.Ratio is > 0 and not 1)
        {
            least = GoNumber.ToInt64(least * options.Ratio);
            most = GoNumber.ToInt64(most * options.Ratio);
        }

        string unit = Measurement.Scale(least, options.SampleUnit, Minimum).Unit;
        string mostUnit = Measurement.Scale(most, options.SampleUnit, Minimum).Unit;
        long hundredfold = unchecked(least * 100);
        if (!string.Equals(unit, mostUnit, StringComparison.Ordinal) && hundredfold < most && options.Format != ReportFormat.Callgrind)
        {
            unit = Measurement.Scale(hundredfold, options.SampleUnit, Minimum).Unit;
        }

        return options with { OutputUnit = unit.Length > 0 ? unit : options.SampleUnit };
    }
}
