using System.Globalization;
using System.Text;

namespace Resident.Analysis.Profiles;

/// <summary>Rewrites an expression from RE2's syntax to .NET's, where the two differ, and finds RE2's errors.</summary>
/// <remarks>Syntax: github.com/google/re2/wiki/Syntax. Greediness is dropped: only whether there is a match is asked.</remarks>
internal sealed class Re2Translator
{
    private const int MostRepeats = 1000;
    private const string RegexSpecials = "\\*+?|{}[]()^$.# ";

    private readonly string _source;
    private readonly StringBuilder _result = new();
    private readonly Stack<bool> _multiline = new();
    private int _position;
    private bool _isMultiline;
    private bool _canRepeat;
    private int _repeatStart = -1;

    public Re2Translator(string source)
    {
        _source = source;
    }

    /// <summary>Translates.</summary>
    /// <exception cref="FormatException">The expression is none; the message is what Go says after "error parsing regexp: ".</exception>
    public string Translate()
    {
        while (_position < _source.Length)
        {
            Next();
        }

        return _multiline.Count > 0 ? throw Error("missing closing )", _source) : _result.ToString();
    }

    private static FormatException Error(string problem, string where) => new($"{problem}: `{where}`");

    private void Next()
    {
        char c = _source[_position];
        switch (c)
        {
            case '\\':
                Escape();
                break;
            case '[':
                _position = new Re2ClassTranslator(_source, _result).Translate(_position);
                AtomDone();
                break;
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '*' or '+' or '?':
                Repeat(_position, _position + 1);
                break;
            case '{':
                Brace();
                break;
            case '|':
                Emit("|");
                _canRepeat = false;
                break;
            case '^':
                Atom("^");
                break;
            case '$':
                Atom(_isMultiline ? "$" : "\\z");
                break;
            case '#' or ' ':
                Atom("\\" + c);
                break;
            default:
                Atom(c.ToString());
                break;
        }
    }

    private void Emit(string text)
    {
        _result.Append(text);
        _position++;
    }

    private void Atom(string text)
    {
        Emit(text);
        AtomDone();
    }

    private void AtomDone()
    {
        _canRepeat = true;
        _repeatStart = -1;
    }

    private void Repeat(int start, int end)
    {
        if (end < _source.Length && _source[end] == '?')
        {
            end++;
        }

        string operation = _source[start..end];
        if (!_canRepeat)
        {
            throw _repeatStart >= 0
                ? Error("invalid nested repetition operator", _source[_repeatStart..end])
                : Error("missing argument to repetition operator", operation.TrimEnd('?').Length == 0 ? "?" : operation.TrimEnd('?'));
        }

        _result.Append(operation);
        _position = end;
        _canRepeat = false;
        _repeatStart = start;
    }

    private void Brace()
    {
        int end = _source.IndexOf('}', _position);
        string body = end < 0 ? string.Empty : _source[(_position + 1)..end];
        string[] parts = body.Split(',');
        bool isCount = parts.Length <= 2 && IsDigits(parts[0]) && (parts.Length == 1 || parts[1].Length == 0 || IsDigits(parts[1]));
        if (!isCount)
        {
            Atom("\\{");
            return;
        }

        int least = Count(parts[0]);
        int most = parts.Length == 1 || parts[1].Length == 0 ? least : Count(parts[1]);
        if (least > MostRepeats || most > MostRepeats || most < least)
        {
            throw Error("invalid repeat count", _source[_position..(end + 1)]);
        }

        Repeat(_position, end + 1);
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static int Count(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : int.MaxValue;

    private void Open()
    {
        _canRepeat = false;
        _repeatStart = -1;
        if (!_source.AsSpan(_position).StartsWith("(?", StringComparison.Ordinal))
        {
            _multiline.Push(_isMultiline);
            Emit("(?:");
            return;
        }

        string rest = _source[_position..];
        int name = rest.StartsWith("(?P<", StringComparison.Ordinal) ? 4 : rest.StartsWith("(?<", StringComparison.Ordinal) ? 3 : 0;
        if (name > 0)
        {
            OpenNamed(rest, name);
            return;
        }

        OpenFlags(rest);
    }

    private void OpenNamed(string rest, int nameStart)
    {
        int end = rest.IndexOf('>', StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error("invalid named capture", rest);
        }

        string name = rest[nameStart..end];
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw Error("invalid named capture", rest[..(end + 1)]);
        }

        _multiline.Push(_isMultiline);
        _result.Append("(?:");
        _position += end + 1;
    }

    private void OpenFlags(string rest)
    {
        var flags = new StringBuilder();
        bool isNegative = false;
        bool multiline = _isMultiline;
        for (int i = 2; i < rest.Length; i++)
        {
            char c = rest[i];
            if (c is 'i' or 's')
            {
                flags.Append(c);
            }
            else if (c == 'm')
            {
                flags.Append(c);
                multiline = !isNegative;
            }
            else if (c == '-' && !isNegative)
            {
                flags.Append(c);
                isNegative = true;
            }
            else if (c is ':' or ')')
            {
                CloseFlags(flags.ToString(), c == ':', multiline);
                _position += i + 1;
                return;
            }
            else if (c != 'U')
            {
                throw Error("invalid or unsupported Perl syntax", rest[..(i + 1)]);
            }
        }

        throw Error("missing argument to repetition operator", "?");
    }

    private void CloseFlags(string flags, bool isGroup, bool multiline)
    {
        flags = flags.TrimEnd('-');
        if (isGroup)
        {
            _multiline.Push(_isMultiline);
            _result.Append(CultureInfo.InvariantCulture, $"(?{flags}:");
        }
        else if (flags.Length > 0)
        {
            _result.Append(CultureInfo.InvariantCulture, $"(?{flags})");
        }

        _isMultiline = multiline;
    }

    private void Close()
    {
        if (!_multiline.TryPop(out bool outer))
        {
            throw Error("unexpected )", _source);
        }

        _isMultiline = outer;
        Atom(")");
    }

    private void Escape()
    {
        if (_position + 1 >= _source.Length)
        {
            throw Error("trailing backslash at end of expression", string.Empty);
        }

        if (_source[_position + 1] == 'Q')
        {
            Quoted();
            return;
        }

        string? anchor = _source[_position + 1] switch
        {
            'A' => "\\A",
            'z' => "\\z",
            'b' => "\\b",
            'B' => "\\B",
            'C' => "[\\s\\S]",
            _ => null,
        };
        if (anchor is not null)
        {
            _position++;
            Atom(anchor);
            return;
        }

        var (text, end, _) = Re2Escapes.Read(_source, _position, inClass: false);
        _result.Append(text);
        _position = end;
        AtomDone();
    }

    private void Quoted()
    {
        int start = _position + 2;
        int end = _source.IndexOf("\\E", start, StringComparison.Ordinal);
        string literal = end < 0 ? _source[start..] : _source[start..end];
        foreach (char c in literal)
        {
            if (RegexSpecials.Contains(c, StringComparison.Ordinal))
            {
                _result.Append('\\');
            }

            _result.Append(c);
        }

        _position = end < 0 ? _source.Length : end + 2;
        AtomDone();
        _canRepeat = literal.Length > 0;
    }
}
