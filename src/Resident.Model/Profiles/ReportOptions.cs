using System.Collections.Immutable;

namespace Resident.Model.Profiles;

/// <summary>What a report shows and how.</summary>
public sealed record ReportOptions
{
    /// <summary>Gets the report's form.</summary>
    public ReportFormat Format { get; init; }

    /// <summary>Gets the index of the value that is shown.</summary>
    public int ValueIndex { get; init; }

    /// <summary>Gets a value indicating whether values are divided by each sample's first value.</summary>
    public bool IsMean { get; init; }

    /// <summary>Gets the name of the shown value.</summary>
    public string SampleType { get; init; } = string.Empty;

    /// <summary>Gets the unit of the shown value.</summary>
    public string SampleUnit { get; init; } = string.Empty;

    /// <summary>Gets the unit to print in: a name, "auto", or "minimum" for one that suits the whole report.</summary>
    public string OutputUnit { get; init; } = "minimum";

    /// <summary>Gets what values are multiplied with when they are printed.</summary>
    public double Ratio { get; init; } = 1;

    /// <summary>Gets the report's total, which percentages refer to.</summary>
    public long Total { get; init; }

    /// <summary>Gets a value indicating whether nodes are sorted by cumulative weight.</summary>
    public bool SortByCum { get; init; }

    /// <summary>Gets a value indicating whether each calling context is a node of its own.</summary>
    public bool IsCallTree { get; init; }

    /// <summary>Gets a value indicating whether nodes of negative weight are left out.</summary>
    public bool DropNegative { get; init; }

    /// <summary>Gets a value indicating whether headers are short.</summary>
    public bool CompactLabels { get; init; }

    /// <summary>Gets the greatest number of nodes; 0 or less for all.</summary>
    public int NodeCount { get; init; }

    /// <summary>Gets the part of the total below which nodes are dropped.</summary>
    public double NodeFraction { get; init; }

    /// <summary>Gets the part of the total below which edges are dropped.</summary>
    public double EdgeFraction { get; init; }

    /// <summary>Gets the filters that were applied, as headers name them.</summary>
    public ImmutableArray<string> ActiveFilters { get; init; } = [];

    /// <summary>Gets the unit of each numeric label's key.</summary>
    public ImmutableDictionary<string, string> LabelUnits { get; init; } = [];

    /// <summary>Gets the graph's title: the program's name, or empty.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Gets the folders that source is looked for in, separated by colons.</summary>
    public string SourcePath { get; init; } = string.Empty;

    /// <summary>Gets the prefixes that are taken from source paths, separated by colons.</summary>
    public string TrimPath { get; init; } = string.Empty;

    /// <summary>Gets a value indicating whether assembly is shown in Intel's syntax.</summary>
    public bool IntelSyntax { get; init; }

    /// <summary>Gets the zone that times are shown in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Writes a value in the report's unit.</summary>
    public string FormatValue(long value)
    {
        if (Ratio is > 0 and not 1)
        {
            value = GoNumber.ToInt64(value * Ratio);
        }

        return Measurement.ScaledLabel(value, SampleUnit, OutputUnit);
    }
}
