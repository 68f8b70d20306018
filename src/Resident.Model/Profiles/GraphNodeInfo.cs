using System.Globalization;

namespace Resident.Model.Profiles;

/// <summary>What makes a node of a call graph one node: frames that agree in all of this are the same node.</summary>
public sealed record GraphNodeInfo
{
    /// <summary>Gets the function's name, or empty.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Gets the address, or 0 where the graph is not that fine.</summary>
    public ulong Address { get; init; }

    /// <summary>Gets the source file's cleaned path, or empty.</summary>
    public string File { get; init; } = string.Empty;

    /// <summary>Gets the line that the function starts at, or 0.</summary>
    public long StartLine { get; init; }

    /// <summary>Gets the line, or 0.</summary>
    public long Line { get; init; }

    /// <summary>Gets the column, or 0.</summary>
    public long Column { get; init; }

    /// <summary>Gets the binary's path, or empty where binaries are not told apart.</summary>
    public string ObjectFile { get; init; } = string.Empty;

    /// <summary>Writes the parts that are known, with a separator between them.</summary>
    public string Describe(string separator, string name, string file)
    {
        var parts = new List<string>(3);
        if (Address != 0)
        {
            parts.Add(Address.ToString("x16", CultureInfo.InvariantCulture));
        }

        if (name.Length > 0)
        {
            parts.Add(name);
        }

        if (Line != 0)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}");
            parts.Add(Column == 0 ? place : string.Create(CultureInfo.InvariantCulture, $"{place}:{Column}"));
        }
        else if (file.Length > 0)
        {
            parts.Add(file);
        }
        else if (name.Length == 0)
        {
            parts.Add(ObjectFile.Length > 0 ? $"[{ProfilePath.BaseName(ObjectFile)}]" : "<unknown>");
        }

        return string.Join(separator, parts);
    }

    /// <summary>Writes the node's name for one line of a report.</summary>
    public string ToPrintableName() => Describe(" ", Name, File);

    /// <summary>Writes all fields: what nodes of equal weight and name are ordered by.</summary>
    public string ToSortKey() => string.Create(
        CultureInfo.InvariantCulture, $"{{{Name}  {Address} {File} {StartLine} {Line} {Column} {ObjectFile}}}");
}
