namespace Resident.Cli.Pprof.Arguments;

/// <summary>The settings of a report: what flags, shell variables and saved configurations set.</summary>
internal sealed record PprofConfig
{
    public string Output { get; init; } = string.Empty;

    public bool CallTree { get; init; }

    public bool RelativePercentages { get; init; }

    public string Unit { get; init; } = "minimum";

    public bool CompactLabels { get; init; }

    public string SourcePath { get; init; } = string.Empty;

    public string TrimPath { get; init; } = string.Empty;

    public bool IntelSyntax { get; init; }

    public bool Mean { get; init; }

    public string SampleIndex { get; init; } = string.Empty;

    public double DivideBy { get; init; } = 1;

    public bool Normalize { get; init; }

    public string Sort { get; init; } = "flat";

    public string TagRoot { get; init; } = string.Empty;

    public string TagLeaf { get; init; } = string.Empty;

    public bool DropNegative { get; init; }

    public int NodeCount { get; init; } = -1;

    public double NodeFraction { get; init; } = 0.005;

    public double EdgeFraction { get; init; } = 0.001;

    public bool Trim { get; init; } = true;

    public string Focus { get; init; } = string.Empty;

    public string Ignore { get; init; } = string.Empty;

    public string PruneFrom { get; init; } = string.Empty;

    public string Hide { get; init; } = string.Empty;

    public string Show { get; init; } = string.Empty;

    public string ShowFrom { get; init; } = string.Empty;

    public string TagFocus { get; init; } = string.Empty;

    public string TagIgnore { get; init; } = string.Empty;

    public string TagShow { get; init; } = string.Empty;

    public string TagHide { get; init; } = string.Empty;

    public bool NoInlines { get; init; }

    public bool ShowColumns { get; init; }

    public string Granularity { get; init; } = string.Empty;
}
