using Resident.Model.Ledgers;

namespace Resident.Model.Verdicts;

/// <summary>A figure that a sentence is filled with.</summary>
/// <param name="Name">Its place in the sentence.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Value">Its value; 0 for text.</param>
/// <param name="Text">The word, or the id of the sentence that is said; null for figures.</param>
public sealed record VerdictFigure(string Name, FigureUnit Unit, double Value, string? Text = null)
{
    /// <summary>Makes a level in bytes.</summary>
    public static VerdictFigure Bytes(string name, double value) => new(name, FigureUnit.Bytes, value);

    /// <summary>Makes a difference in bytes.</summary>
    public static VerdictFigure Change(string name, double value) => new(name, FigureUnit.Change, value);

    /// <summary>Makes a count.</summary>
    public static VerdictFigure Count(string name, double value) => new(name, FigureUnit.Count, value);

    /// <summary>Makes a share, 0 to 1.</summary>
    public static VerdictFigure Share(string name, double value) => new(name, FigureUnit.Share, value);

    /// <summary>Makes a factor.</summary>
    public static VerdictFigure Ratio(string name, double value) => new(name, FigureUnit.Ratio, value);

    /// <summary>Makes a slope in bytes an hour.</summary>
    public static VerdictFigure PerHour(string name, double value) => new(name, FigureUnit.BytesPerHour, value);

    /// <summary>Makes a time.</summary>
    public static VerdictFigure Seconds(string name, double value) => new(name, FigureUnit.Seconds, value);

    /// <summary>Makes the name of a term, said in the answer's language.</summary>
    public static VerdictFigure Term(string name, LedgerTermId term) => Label(name, "term:" + LedgerTermNames.NameOf(term));

    /// <summary>Makes a word that each language has its own for.</summary>
    /// <param name="name">Its place in the sentence.</param>
    /// <param name="id">The id of the word: "term:live", "runtime:jvm".</param>
    public static VerdictFigure Label(string name, string id) => new(name, FigureUnit.Label, 0, id);

    /// <summary>Makes a word.</summary>
    public static VerdictFigure Word(string name, string text) => new(name, FigureUnit.Text, 0, text);
}
