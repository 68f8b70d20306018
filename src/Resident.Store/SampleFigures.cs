using Resident.Model;
using Resident.Store.Columns;
using Resident.Store.Encoding;

namespace Resident.Store;

/// <summary>The figures of a sample under the names, units and kinds that a recording gives them.</summary>
public static class SampleFigures
{
    /// <summary>Gets the numbers that a sample has, in the order of the catalogue: no texts, no times.</summary>
    public static IEnumerable<SampleFigure> NumbersOf(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return SampleColumns.Numbers
            .Select(figure => new SampleFigure(figure.Column.Name, figure.Column.Unit, figure.Column.Kind is "total", figure.Read(sample)))
            .Where(static figure => figure.Value != ColumnCodec.Missing);
    }
}
