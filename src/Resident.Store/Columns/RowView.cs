using Resident.Model;
using Resident.Store.Encoding;

namespace Resident.Store.Columns;

/// <summary>One row of a block, seen through a catalogue: its columns by their place.</summary>
internal readonly ref struct RowView
{
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

    /// <summary>Gets the text of a column, or null.</summary>
    public string? Text(int column) => this[column] is { } id ? _textOf(id) : null;
}
