using System.Text;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>Puts a grammar together. A state's number is its place; "#" is a number, "~" a float, "*" a path.</summary>
internal sealed class TraceGrammarBuilder
{
    private readonly List<List<TraceEdge>> _edges = [];
    private readonly List<bool> _committed = [];

    public int State(bool committed = false)
    {
        _edges.Add([]);
        _committed.Add(committed);
        return _edges.Count - 1;
    }

    public void On(int from, string text, int to, TraceField field = TraceField.None)
    {
        var token = text switch
        {
            "#" => TraceToken.Number,
            "~" => TraceToken.Float,
            "*" => TraceToken.Path,
            "0x#" => TraceToken.Hex,
            _ => TraceToken.Literal,
        };
        _edges[from].Add(new TraceEdge(token, token == TraceToken.Literal ? Encoding.UTF8.GetBytes(text) : [], field, to));
    }

    /// <summary>Adds a literal that would read as a sign for another token.</summary>
    public void OnLiteral(int from, string text, int to) =>
        _edges[from].Add(new TraceEdge(TraceToken.Literal, Encoding.UTF8.GetBytes(text), TraceField.None, to));

    public void On(int from, TraceToken token, int to) => _edges[from].Add(new TraceEdge(token, [], TraceField.None, to));

    /// <summary>Adds one state a token, and returns the last.</summary>
    public int Chain(int from, bool committed, params ReadOnlySpan<(string Text, TraceField Field)> tokens)
    {
        int state = from;
        foreach ((string text, var field) in tokens)
        {
            int next = State(committed);
            On(state, text, next, field);
            state = next;
        }

        return state;
    }

    /// <summary>Adds literals that all lead back to one state.</summary>
    public void Loop(int from, int to, params ReadOnlySpan<string> tokens)
    {
        foreach (string text in tokens)
        {
            On(from, text, to);
        }
    }

    public TraceState[] Build() =>
    [
        .. _edges.Select((edges, index) => new TraceState(
            [.. edges.OrderBy(static edge => edge.Text.Length == 1).ThenBy(static edge => edge.Token).ThenByDescending(static edge => edge.Text.Length)],
            _committed[index],
            edges.Exists(static edge => edge.Token == TraceToken.End))),
    ];
}
