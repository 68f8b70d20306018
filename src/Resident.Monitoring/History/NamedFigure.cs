using Resident.Model;
using Resident.Store;

namespace Resident.Monitoring.History;

/// <summary>A figure of a sample, as recordings name it.</summary>
/// <param name="Name">Its name, as in "process.res".</param>
/// <param name="Unit">Its unit, as in "bytes".</param>
/// <param name="IsTotal">Whether it is counted since the process started.</param>
/// <param name="Value">The figure, in its unit.</param>
public sealed record NamedFigure(string Name, string Unit, bool IsTotal, long Value)
{
    /// <summary>Gets the numbers that a sample has.</summary>
    public static IEnumerable<NamedFigure> Of(Sample sample) =>
        SampleFigures.NumbersOf(sample).Select(static figure => new NamedFigure(figure.Name, figure.Unit, figure.IsTotal, figure.Value));
}
