using System.Text;

namespace Resident.Cli.Pprof.Symbols;

/// <summary>Demangles C++ names of the Itanium ABI, and Rust's older ones, as far as a function's name goes.</summary>
/// <remarks>
/// Grammar: itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling. Names, templates, substitutions, builtin and compound types are
/// read; what is rarer (expressions, lambdas) makes the name stay as it is.
/// </remarks>
internal sealed class ItaniumName
{
    private const int MostDepth = 64;
    private const int MostLength = 64 * 1024;

    private readonly string _text;
    private readonly bool _withTemplates;
    private readonly List<string> _substitutions = [];
    private List<string> _templateArguments = [];
    private int _position;
    private int _depth;

    private ItaniumName(string text, bool withTemplates)
    {
        _text = text;
        _withTemplates = withTemplates;
    }

    /// <summary>Demangles a name, or returns null when it is not mangled or too rare a kind.</summary>
    public static string? TryDemangle(string name, bool withTemplates, bool withParameters)
    {
        if (!name.StartsWith("_Z", StringComparison.Ordinal) || name.Length > MostLength)
        {
            return null;
        }

        try
        {
            var reader = new ItaniumName(name, withTemplates) { _position = 2 };
            string function = reader.Encoding(withParameters);
            return reader._position == name.Length || name[reader._position] == '.' ? function : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static FormatException Unknown() => new("The name is mangled in an unknown way.");

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private bool Accept(string text)
    {
        if (!_text.AsSpan(_position).StartsWith(text, StringComparison.Ordinal))
        {
            return false;
        }

        _position += text.Length;
        return true;
    }

    private string Encoding(bool withParameters)
    {
        bool isMember = Peek() == 'N';
        string name = Name(out bool hasTemplate, out string qualifiers);
        if (_position >= _text.Length || Peek() is '.' or 'E')
        {
            return name;
        }

        _ = isMember;
        string result = hasTemplate && !name.EndsWith("()", StringComparison.Ordinal) ? Type() + " " : string.Empty;
        var parameters = new List<string>();
        while (_position < _text.Length && Peek() is not ('.' or 'E'))
        {
            parameters.Add(Type());
        }

        string list = parameters is ["void"] ? string.Empty : string.Join(", ", parameters);
        return withParameters ? $"{result}{name}({list}){qualifiers}" : name;
    }

    private string Name(out bool hasTemplate, out string qualifiers)
    {
        hasTemplate = false;
        qualifiers = string.Empty;
        if (Accept("N"))
        {
            return Nested(out hasTemplate, out qualifiers);
        }

        if (Peek() == 'Z')
        {
            throw Unknown();
        }

        bool isSubstitution = Peek() == 'S' && _position + 1 < _text.Length && _text[_position + 1] != 't';
        string name = isSubstitution ? Substitution() : Accept("St") ? "std::" + Unqualified(string.Empty) : Unqualified(string.Empty);
        if (Peek() != 'I')
        {
            return name;
        }

        if (!isSubstitution)
        {
            _substitutions.Add(name);
        }

        hasTemplate = true;
        return name + TemplateArguments();
    }

    private string Nested(out bool hasTemplate, out string qualifiers)
    {
        qualifiers = (Accept("r") ? " restrict" : string.Empty) + (Accept("V") ? " volatile" : string.Empty) + (Accept("K") ? " const" : string.Empty);
        qualifiers += Accept("R") ? " &" : Accept("O") ? " &&" : string.Empty;
        hasTemplate = false;
        string name = string.Empty;
        string last = string.Empty;
        while (!Accept("E"))
        {
            bool isNew = true;
            hasTemplate = false;
            if (Peek() == 'I')
            {
                name += TemplateArguments();
                hasTemplate = true;
            }
            else if (Accept("St"))
            {
                name = "std";
                isNew = false;
            }
            else if (Peek() == 'S')
            {
                name = Substitution();
                last = name[(name.LastIndexOf(':') + 1)..];
                isNew = false;
            }
            else if (Peek() == 'T')
            {
                name = TemplateParameter();
            }
            else
            {
                last = Unqualified(last);
                name = name.Length == 0 ? last : $"{name}::{last}";
            }

            if (isNew && Peek() != 'E')
            {
                _substitutions.Add(name);
            }
        }

        return name;
    }

    private string Unqualified(string enclosing)
    {
        if (char.IsAsciiDigit(Peek()))
        {
            return Source();
        }

        if (Peek() is 'C' or 'D' && _position + 1 < _text.Length && char.IsAsciiDigit(_text[_position + 1]))
        {
            string name = (Peek() == 'D' ? "~" : string.Empty) + enclosing;
            _position += 2;
            return name;
        }

        if (Accept("cv"))
        {
            return "operator " + Type();
        }

        Accept("L");
        string? symbol = _position + 2 <= _text.Length ? ItaniumTables.Operator(_text.Substring(_position, 2)) : null;
        if (symbol is null)
        {
            return char.IsAsciiDigit(Peek()) ? Source() : throw Unknown();
        }

        _position += 2;
        return "operator" + symbol;
    }

    private string Source()
    {
        int length = 0;
        while (char.IsAsciiDigit(Peek()))
        {
            length = Math.Min((length * 10) + (Peek() - '0'), MostLength);
            _position++;
        }

        if (length == 0 || length > _text.Length - _position)
        {
            throw Unknown();
        }

        string name = _text.Substring(_position, length);
        _position += length;
        while (Accept("B"))
        {
            name += $"[abi:{Source()}]";
        }

        return name.StartsWith("_GLOBAL__N_", StringComparison.Ordinal) ? "(anonymous namespace)" : name;
    }

    private int Sequence()
    {
        int number = 0;
        if (Accept("_"))
        {
            return 0;
        }

        while (!Accept("_"))
        {
            char c = Peek();
            int digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetterUpper(c) ? c - 'A' + 10 : throw Unknown();
            number = Math.Min((number * 36) + digit, MostLength);
            _position++;
        }

        return number + 1;
    }

    private string Substitution()
    {
        _position++;
        if (ItaniumTables.StandardName(Peek()) is { } name)
        {
            _position++;
            return name;
        }

        int index = Sequence();
        return index < _substitutions.Count ? _substitutions[index] : throw Unknown();
    }

    private string TemplateParameter()
    {
        _position++;
        int index = Sequence();
        return index < _templateArguments.Count ? _templateArguments[index] : throw Unknown();
    }

    private string TemplateArguments()
    {
        var arguments = new List<string>();
        _position++;
        while (!Accept("E"))
        {
            if (Accept("J"))
            {
                while (!Accept("E"))
                {
                    arguments.Add(TemplateArgument());
                }
            }
            else
            {
                arguments.Add(TemplateArgument());
            }
        }

        _templateArguments = arguments;
        if (!_withTemplates)
        {
            return string.Empty;
        }

        string list = string.Join(", ", arguments);
        return list.EndsWith('>') ? $"<{list} >" : $"<{list}>";
    }

    private string TemplateArgument()
    {
        if (!Accept("L"))
        {
            return Type();
        }

        string type = Type();
        var value = new StringBuilder(Accept("n") ? "-" : string.Empty);
        while (!Accept("E"))
        {
            value.Append(Peek() == '\0' ? throw Unknown() : Peek());
            _position++;
        }

        return type switch
        {
            "bool" => value.ToString() is "0" ? "false" : "true",
            "int" => value.ToString(),
            "unsigned int" => value + "u",
            "unsigned long" => value + "ul",
            "long" => value + "l",
            _ => $"({type}){value}",
        };
    }

    private string Type()
    {
        if (++_depth > MostDepth)
        {
            throw Unknown();
        }

        string type = TypeUnbounded();
        _depth--;
        return type.Length > MostLength ? throw Unknown() : type;
    }

    private string TypeUnbounded()
    {
        char c = Peek();
        if (ItaniumTables.Builtin(c) is { } builtin)
        {
            _position++;
            return builtin;
        }

        if (c == 'D' && _position + 1 < _text.Length && ItaniumTables.ExtendedBuiltin(_text[_position + 1]) is { } extended)
        {
            _position += 2;
            return extended;
        }

        if (c == 'S' && _position + 1 < _text.Length && _text[_position + 1] != 't')
        {
            string name = Substitution();
            return Peek() == 'I' ? Remember(name + TemplateArguments()) : name;
        }

        return c switch
        {
            'P' => Suffixed("*"),
            'R' => Suffixed("&"),
            'O' => Suffixed("&&"),
            'K' => Suffixed(" const"),
            'V' => Suffixed(" volatile"),
            'T' => Remember(TemplateParameter()),
            'F' => FunctionType(),
            'A' => ArrayType(),
            'N' or 'S' or (>= '0' and <= '9') => Remember(Name(out _, out _)),
            _ => throw Unknown(),
        };
    }

    private string Suffixed(string suffix)
    {
        _position++;
        string inner = Type();
        int call = inner.IndexOf("()(", StringComparison.Ordinal);
        return Remember(call >= 0 ? inner.Insert(call + 1, suffix) : inner + suffix);
    }

    private string FunctionType()
    {
        _position++;
        string result = Type();
        var parameters = new List<string>();
        while (!Accept("E"))
        {
            parameters.Add(Type());
        }

        return Remember($"{result} ()({(parameters is ["void"] ? string.Empty : string.Join(", ", parameters))})");
    }

    private string ArrayType()
    {
        _position++;
        int start = _position;
        while (char.IsAsciiDigit(Peek()))
        {
            _position++;
        }

        string length = _text[start.._position];
        return Accept("_") ? Remember($"{Type()} [{length}]") : throw Unknown();
    }

    private string Remember(string type)
    {
        _substitutions.Add(type);
        return type;
    }
}
