namespace Resident.Store.Columns;

/// <summary>Gives each text of a recording a number, so that a text that seldom changes is a column like any other.</summary>
internal interface ITextTable
{
    /// <summary>Gets a text's number; <see cref="Encoding.ColumnCodec.Missing"/> for null.</summary>
    long IdOf(string? text);
}
