namespace Resident.Reporting.Profiles;

/// <summary>The lines of each location in a trace, made once, for they occur in many stacks. All lie in one array, in the order in
/// which they were asked for.</summary>
internal sealed class TraceFrames : IDisposable
{
    private const string Indentation = "             ";

    private readonly Func<int, IReadOnlyList<string>> _names;
    private readonly MemoryStream _text = new();
    private readonly ReportWriter _writer;
    private readonly (int Start, int Length)[] _places;

    /// <summary>Initializes a new instance of the <see cref="TraceFrames"/> class.</summary>
    /// <param name="locationCount">How many locations there are.</param>
    /// <param name="names">The names of a location's frames, innermost first; at least one.</param>
    public TraceFrames(int locationCount, Func<int, IReadOnlyList<string>> names)
    {
        _names = names;
        _writer = new ReportWriter(_text);
        _places = new (int Start, int Length)[locationCount];
    }

    /// <summary>Writes the lines of a stack.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="stack">The locations, leaf first.</param>
    /// <param name="skipped">How many characters of the first line are left out.</param>
    public void Write(ReportWriter writer, ReadOnlySpan<int> stack, int skipped)
    {
        byte[] text = _text.GetBuffer();
        foreach (int location in stack)
        {
            var place = _places[location];
            if (place.Length == 0)
            {
                place = Make(location);
                text = _text.GetBuffer();
            }

            writer.Write(text.AsSpan(place.Start + skipped, place.Length - skipped));
            skipped = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private (int Start, int Length) Make(int location)
    {
        int start = (int)_text.Length;
        var names = _names(location);
        for (int i = 0; i < names.Count; i++)
        {
            _writer.Write(Indentation);
            _writer.Write(names[i]);
            _writer.WriteLine(i < names.Count - 1 ? " (inline)" : string.Empty);
        }

        _writer.Flush();
        var place = (start, (int)_text.Length - start);
        _places[location] = place;
        return place;
    }
}
