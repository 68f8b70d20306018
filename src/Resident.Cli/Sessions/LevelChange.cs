using Resident.Analysis.Comparison;

namespace Resident.Cli.Sessions;

/// <summary>A series in two windows.</summary>
/// <param name="Name">Its id, as in "process.res".</param>
/// <param name="Unit">"bytes" or "count".</param>
/// <param name="Level">How it differs.</param>
internal sealed record LevelChange(string Name, string Unit, LevelComparison Level);
