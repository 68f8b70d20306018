namespace Resident.Sources.GoTrace.Torn;

/// <summary>The pieces of all ways to read a torn line: each knows the one before it.</summary>
internal sealed class TornPieces
{
    private readonly List<(int Before, int Start, int End)> _pieces = [];

    public int Count => _pieces.Count;

    /// <summary>Gets the pieces of the reading that was chosen, in their order.</summary>
    public List<(int Start, int End)> Chosen { get; } = [];

    public void Clear() => _pieces.Clear();

    /// <summary>Adds one.</summary>
    /// <param name="before">The one before it, or -1.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>Its place among all.</returns>
    public int Add(int before, int start, int end)
    {
        _pieces.Add((before, start, end));
        return _pieces.Count - 1;
    }

    /// <summary>Chooses a reading by its last piece.</summary>
    public void Choose(int piece)
    {
        Chosen.Clear();
        while (piece >= 0)
        {
            (piece, int start, int end) = _pieces[piece];
            Chosen.Add((start, end));
        }

        Chosen.Reverse();
    }

    /// <summary>The chosen pieces, put together.</summary>
    public byte[] Text(ReadOnlySpan<byte> data)
    {
        byte[] text = new byte[Chosen.Sum(static piece => piece.End - piece.Start)];
        int count = 0;
        foreach ((int start, int end) in Chosen)
        {
            data[start..end].CopyTo(text.AsSpan(count));
            count += end - start;
        }

        return text;
    }
}
