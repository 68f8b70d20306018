namespace Resident.Sources.GoTrace.Grammar;

/// <summary>The shapes of token that trace lines are made of.</summary>
internal enum TraceToken : byte
{
    /// <summary>Fixed text.</summary>
    Literal,

    /// <summary>Digits, and a fraction after a point: <c>12</c>, <c>0.005</c>.</summary>
    Number,

    /// <summary>A number with a sign or an exponent, as in <c>+2.144150e+001</c>, or NaN or Inf.</summary>
    Float,

    /// <summary>Hexadecimal digits.</summary>
    Hex,

    /// <summary>Words of letters and spaces that some later Go may print, and the comma: <c> MB arenas, </c>.</summary>
    Label,

    /// <summary>Text without a space: a package's path.</summary>
    Path,

    /// <summary>A remark in brackets, with the space before it: <c> (forced)</c>.</summary>
    Remark,

    /// <summary>A name and an equals sign, with the space before it: <c> threads=</c>.</summary>
    Key,

    /// <summary>The line's end: colour codes, a carriage return, the newline.</summary>
    End,
}
