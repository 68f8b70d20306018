using Resident.Store.Encoding;

namespace Resident.Store;

/// <summary>Rows of a log that lie together, by column. Older rows are thinned: then each row stands for a stretch of time, with the least, the
/// greatest and the last value in it.</summary>
public sealed class RowBlock
{
    /// <summary>Stands in a column for a row that has no value.</summary>
    public const long Missing = ColumnCodec.Missing;

    private readonly long[] _times;

    /// <summary>Initializes a new instance of the <see cref="RowBlock"/> class.</summary>
    internal RowBlock(long widthMs, long[] times, long[][] min, long[][] max, long[][] last)
    {
        WidthMs = widthMs;
        _times = times;
        Min = min;
        Max = max;
        Last = last;
    }

    /// <summary>Gets the time that one row stands for, milliseconds; 0 where the rows are as they were recorded.</summary>
    public long WidthMs { get; }

    /// <summary>Gets the rows' times, milliseconds since 1970. They never turn back. Of a thinned row it is that of the last value in it.</summary>
    public ReadOnlySpan<long> TimesUnixMs => _times;

    /// <summary>Gets the least value a row, by column in the order that was asked for; an empty column has no value at all.</summary>
    public IReadOnlyList<long[]> Min { get; }

    /// <summary>Gets the greatest value a row, as <see cref="Min"/>.</summary>
    public IReadOnlyList<long[]> Max { get; }

    /// <summary>Gets the last value a row, as <see cref="Min"/>. Rows that were not thinned have the same three.</summary>
    public IReadOnlyList<long[]> Last { get; }
}
