using System.Text;

namespace Resident.Analysis.Profiles;

/// <summary>Translates a set of characters between brackets.</summary>
internal sealed class Re2ClassTranslator
{
    private readonly string _source;
    private readonly StringBuilder _result;
    private int _position;
    private int _start;

    public Re2ClassTranslator(string source, StringBuilder result)
    {
        _source = source;
        _result = result;
    }

    /// <summary>Translates the set that starts at a place, and returns the place after it.</summary>
    /// <exception cref="FormatException">The set is not closed or has a wrong range.</exception>
    public int Translate(int start)
    {
        _start = start;
        _position = start + 1;
        _result.Append('[');
        if (Peek() == '^')
        {
            _result.Append('^');
            _position++;
        }

        bool isFirst = true;
        while (isFirst || Peek() != ']')
        {
            if (_position >= _source.Length)
            {
                throw new FormatException($"missing closing ]: `{_source[_start..]}`");
            }

            isFirst = false;
            if (!TryNamed())
            {
                Range();
            }
        }

        _result.Append(']');
        return _position + 1;
    }

    private static string? Named(string name) => name switch
    {
        "alnum" => "0-9A-Za-z",
        "alpha" => "A-Za-z",
        "ascii" => "\\x00-\\x7f",
        "blank" => "\\t ",
        "cntrl" => "\\x00-\\x1f\\x7f",
        "digit" => "0-9",
        "graph" => "!-~",
        "lower" => "a-z",
        "print" => " -~",
        "punct" => "!-/:-@\\[-`\\{-~",
        "space" => "\\t\\n\\v\\f\\r ",
        "upper" => "A-Z",
        "word" => "0-9A-Za-z_",
        "xdigit" => "0-9A-Fa-f",
        _ => null,
    };

    private static string? Others(string name) => name switch
    {
        "alnum" => "\\x00-/:-@\\[-`\\{-\\uffff",
        "alpha" => "\\x00-@\\[-`\\{-\\uffff",
        "ascii" => "\\x80-\\uffff",
        "blank" => "\\x00-\\x08\\x0a-\\x1f!-\\uffff",
        "cntrl" => " -~\\x80-\\uffff",
        "digit" => "\\x00-/:-\\uffff",
        "graph" => "\\x00- \\x7f-\\uffff",
        "lower" => "\\x00-`\\{-\\uffff",
        "print" => "\\x00-\\x1f\\x7f-\\uffff",
        "punct" => "\\x00- 0-9A-Za-z\\x7f-\\uffff",
        "space" => "\\x00-\\x08\\x0e-\\x1f!-\\uffff",
        "upper" => "\\x00-@\\[-\\uffff",
        "word" => "\\x00-/:-@\\[-\\^`\\{-\\uffff",
        "xdigit" => "\\x00-/:-@G-`g-\\uffff",
        _ => null,
    };

    private int Peek() => _position < _source.Length ? _source[_position] : -1;

    private bool TryNamed()
    {
        if (!_source.AsSpan(_position).StartsWith("[:", StringComparison.Ordinal))
        {
            return false;
        }

        int end = _source.IndexOf(":]", _position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        string name = _source[(_position + 2)..end];
        string? set = name.StartsWith('^') ? Others(name[1..]) : Named(name);
        _result.Append(set ?? throw new FormatException($"invalid character class range: `{_source[_position..(end + 2)]}`"));
        _position = end + 2;
        return true;
    }

    private void Range()
    {
        int start = _position;
        var (text, rune) = One();
        bool isRange = rune >= 0 && Peek() == '-' && _position + 1 < _source.Length && _source[_position + 1] != ']';
        if (!isRange)
        {
            _result.Append(text);
            return;
        }

        _position++;
        var (last, lastRune) = One();
        if (lastRune < rune)
        {
            throw new FormatException($"invalid character class range: `{_source[start.._position]}`");
        }

        _result.Append(text).Append('-').Append(last);
    }

    private (string Text, int Rune) One()
    {
        if (_position >= _source.Length)
        {
            throw new FormatException($"missing closing ]: `{_source[_start..]}`");
        }

        if (_source[_position] == '\\')
        {
            var (text, end, rune) = Re2Escapes.Read(_source, _position, inClass: true);
            _position = end;
            return (text, rune);
        }

        char c = _source[_position++];
        return char.IsAsciiLetterOrDigit(c) ? (c.ToString(), c) : (char.IsSurrogate(c) ? c.ToString() : Re2Escapes.Literal(c), c);
    }
}
