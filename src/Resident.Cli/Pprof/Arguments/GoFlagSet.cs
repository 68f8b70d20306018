using System.Globalization;

namespace Resident.Cli.Pprof.Arguments;

/// <summary>Parses arguments by the rules of Go's flag package: one dash or two, "=" or the next argument, up to the first word.</summary>
internal sealed class GoFlagSet
{
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Gets the arguments after the flags.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>Gets a value indicating whether help was asked for.</summary>
    public bool IsHelp { get; private set; }

    /// <summary>Defines a flag.</summary>
    /// <param name="name">The name without dashes.</param>
    /// <param name="kind">bool, int, float, string or list.</param>
    public void Define(string name, string kind) => _kinds[name] = kind;

    /// <summary>Tells whether a flag was given.</summary>
    public bool IsSet(string name) => _values.ContainsKey(name);

    /// <summary>Gets the last value of a flag, or null where it was not given.</summary>
    public string? Get(string name) => _values.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>Gets all values of a flag.</summary>
    public IReadOnlyList<string> GetAll(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>Gets a truth value; false where it was not given.</summary>
    public bool GetBool(string name) => Get(name) is { } text && GoText.ParseFlagBool(text) == true;

    /// <summary>Gets an integer, or null where it was not given.</summary>
    public int? GetInt(string name) => Get(name) is { } text ? (int)Math.Clamp(GoText.ParseInt(text)!.Value, int.MinValue, int.MaxValue) : null;

    /// <summary>Parses.</summary>
    /// <exception cref="PprofErrorException">A flag is not known, has no value or a wrong one.</exception>
    public void Parse(IReadOnlyList<string> args)
    {
        int i = 0;
        while (i < args.Count && args[i].Length > 1 && args[i][0] == '-')
        {
            string argument = args[i++];
            if (argument is "--")
            {
                break;
            }

            i += ParseOne(argument, i < args.Count ? args[i] : null);
            if (IsHelp)
            {
                return;
            }
        }

        Rest = [.. args.Skip(i)];
    }

    /// <summary>Parses one flag. Returns 1 when it took the next argument, else 0.</summary>
    private int ParseOne(string argument, string? next)
    {
        string text = argument[(argument.StartsWith("--", StringComparison.Ordinal) ? 2 : 1)..];
        if (text.Length == 0 || text[0] is '-' or '=')
        {
            throw new PprofErrorException($"bad flag syntax: {argument}");
        }

        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text : text[..equals];
        string? value = equals < 0 ? null : text[(equals + 1)..];
        if (!_kinds.TryGetValue(name, out string? kind))
        {
            IsHelp = name is "help" or "h";
            return IsHelp ? 0 : throw new PprofErrorException($"flag provided but not defined: -{name}");
        }

        if (kind is "bool")
        {
            Add(name, kind, value ?? "true");
            return 0;
        }

        Add(name, kind, value ?? next ?? throw new PprofErrorException($"flag needs an argument: -{name}"));
        return value is null ? 1 : 0;
    }

    private void Add(string name, string kind, string value)
    {
        bool isGood = kind switch
        {
            "bool" => GoText.ParseFlagBool(value) is not null,
            "int" => GoText.ParseInt(value) is not null,
            "float" => GoText.ParseFloat(value) is not null,
            _ => true,
        };
        if (!isGood)
        {
            string what = kind is "bool" ? "boolean value" : "value";
            string where = kind is "bool" ? "-" : "flag -";
            throw new PprofErrorException(string.Create(CultureInfo.InvariantCulture, $"invalid {what} {GoText.Quote(value)} for {where}{name}: {(kind is not "bool" && GoText.IsTooLarge(value, kind is "int") ? "value out of range" : "parse error")}"));
        }

        if (!_values.TryGetValue(name, out var values))
        {
            values = [];
            _values[name] = values;
        }

        values.Add(kind is "int" ? GoText.ParseInt(value)!.Value.ToString(CultureInfo.InvariantCulture) : value);
    }
}
