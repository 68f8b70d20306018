namespace Resident.Monitoring.Observing;

/// <summary>What a probe could not read, each kind of reading told once.</summary>
internal sealed class ProbeWarnings
{
    private readonly List<string> _texts = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Gets the texts in the order in which they came.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Adds a text, unless its kind was told before.</summary>
    /// <param name="kind">The kind of reading, as "heap profile".</param>
    /// <param name="text">The text.</param>
    public void Add(string kind, string text)
    {
        if (_told.Add(kind))
        {
            _texts.Add(text);
        }
    }
}
