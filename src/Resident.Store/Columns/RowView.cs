using Resident.Model;
using Resident.Store.Encoding;
using Resident.Store.Files;

namespace Resident.Store.Columns;

/// <summary>One row of a block, seen through a catalogue: its columns by their place.</summary>
internal readonly ref struct RowView
{
    private const long DayMs = 86_400_000;

    private readonly RowBlock _block;
    private readonly int _row;
    private readonly Func<long, string?> _textOf;

    public RowView(RowBlock block, int row, Func<long, string?> textOf)
    {
        _block = block;
        _row = row;
        _textOf = textOf;
    }

    /// <summary>Gets the row's time, milliseconds since 1970.</summary>
    public long UnixMs => _block.TimesUnixMs[_row];

    /// <summary>Gets the value of a column, or null.</summary>
    public long? this[int column] => _block.Last[column] is { Length: > 0 } values && values[_row] != ColumnCodec.Missing ? values[_row] : null;

    /// <summary>Gets the bytes of a column, or null.</summary>
    public ByteSize? Size(int column) => this[column] is { } bytes ? new ByteSize(bytes) : null;

    /// <summary>Gets a small whole number of a column; null where there is none, or none that fits.</summary>
    public int? Int(int column) => this[column] is { } value and >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>Gets the instant of a column of microseconds since 1970; null where there is none, or none that is a
    /// time.</summary>
    public DateTimeOffset? Instant(int column) =>
        this[column] is { } microseconds && PlausibleTime.Is(microseconds / 1000) ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;

    /// <summary>Gets an instant that a column has as milliseconds after the row's time: at most a day before or
    /// after.</summary>
    public DateTimeOffset Near(int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(UnixMs + (this[column] is { } away and >= -DayMs and <= DayMs ? away : 0));

    /// <summary>Gets the text of a column, or null.</summary>
    public string? Text(int column) => this[column] is { } id ? _textOf(id) : null;
}
