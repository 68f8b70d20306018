namespace Resident.Model.Verdicts;

/// <summary>What a figure of a fact counts.</summary>
public enum FigureUnit
{
    /// <summary>Things.</summary>
    Count,

    /// <summary>Bytes: a level.</summary>
    Bytes,

    /// <summary>Bytes: a difference, written with its sign.</summary>
    Change,

    /// <summary>Bytes in an hour.</summary>
    BytesPerHour,

    /// <summary>A share, 0 to 1.</summary>
    Share,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>A factor.</summary>
    Ratio,

    /// <summary>A word from the target: a function, a path.</summary>
    Text,

    /// <summary>The id of a sentence, said in the answer's language: the name of a term, of a runtime.</summary>
    Label,
}
