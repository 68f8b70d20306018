using Resident.Cli.Pprof.Arguments;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Shell;

/// <summary>Completes the shell's lines: commands, settings and their values, sample types, names of functions.</summary>
internal sealed class PprofCompleter
{
    private static readonly string[] Words = ["help", "options", "quit", "exit"];

    private readonly Profile _profile;
    private readonly Lazy<string[]> _functions;

    public PprofCompleter(Profile profile)
    {
        _profile = profile;
        _functions = new Lazy<string[]>(() => [.. profile.Functions.Names.Select(name => profile.Strings[name]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Completes what stands before the cursor.</summary>
    public LineCompletion Complete(string line)
    {
        int start = line.LastIndexOf(' ') + 1;
        string word = line[start..];
        string[] earlier = line[..start].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (earlier.Length == 0)
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? ByPrefix(start, word, Names(), suffix: " ") : Value(word[..equals], start + equals + 1, word[(equals + 1)..]);
        }

        if (earlier[0] is "help")
        {
            return ByPrefix(start, word, Names(), suffix: string.Empty);
        }

        bool takesFunctions = PprofCommandTable.Find(earlier[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) is not null;
        int sign = word.StartsWith('-') ? 1 : 0;
        return takesFunctions ? ByPart(start + sign, word[sign..]) : new LineCompletion(start, word, []);
    }

    private static string Shared(string[] texts)
    {
        int length = texts[0].Length;
        foreach (string text in texts)
        {
            int same = texts[0].AsSpan(0, length).CommonPrefixLength(text);
            length = Math.Min(length, same);
        }

        return texts[0][..length];
    }

    private static LineCompletion ByPrefix(int start, string word, IEnumerable<string> names, string suffix)
    {
        string[] found = [.. names.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return found switch
        {
            [] => new LineCompletion(start, word, []),
            [var only] => new LineCompletion(start, only + (only.EndsWith('=') ? string.Empty : suffix), found),
            _ => new LineCompletion(start, Shared(found), found),
        };
    }

    private IEnumerable<string> Names() => PprofCommandTable.All.Select(static command => command.Name)
        .Concat(PprofFields.All.Select(static field => field.Name))
        .Concat(PprofFields.All.SelectMany(static field => field.Choices))
        .Concat(_profile.SampleTypes.Select(static type => type.Type))
        .Concat(Words);

    private LineCompletion Value(string name, int start, string word)
    {
        var field = PprofFields.Find(name);
        var values = field switch
        {
            null => [],
            { Name: "sample_index" } => _profile.SampleTypes.Select(static type => type.Type),
            { Choices.Length: > 0 } => field.Choices,
            { Kind: "bool" } => ["true", "false"],
            _ => [],
        };
        return field is { Name: "focus" or "ignore" or "hide" or "show" or "show_from" or "prune_from" } ? ByPart(start, word) : ByPrefix(start, word, values, string.Empty);
    }

    /// <summary>Finds functions by any part of their name. A name becomes an expression that matches it.</summary>
    private LineCompletion ByPart(int start, string word)
    {
        if (word.Length == 0)
        {
            return new LineCompletion(start, word, []);
        }

        string part = word.Replace("\\", string.Empty, StringComparison.Ordinal);
        string[] found = [.. _functions.Value.Where(name => name.Contains(part, StringComparison.Ordinal))];
        string[] whole = [.. found.Where(name => name.StartsWith(part, StringComparison.Ordinal))];
        return found switch
        {
            [] => new LineCompletion(start, word, []),
            [var only] => new LineCompletion(start, Expression(only), found),
            _ when whole.Length == found.Length => new LineCompletion(start, Expression(Shared(found)), found),
            _ => new LineCompletion(start, word, found),
        };
    }

    /// <summary>Dots stay: they match themselves, and names are easier to read.</summary>
    private static string Expression(string name) => GoText.QuoteExpression(name).Replace("\\.", ".", StringComparison.Ordinal);
}
