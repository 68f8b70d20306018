using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Walks over the lines of a text. Ends of lines are not part of them.</summary>
internal ref struct LegacyLines
{
    private ReadOnlySpan<byte> _rest;

    public LegacyLines(ReadOnlySpan<byte> text)
    {
        _rest = text;
        Current = string.Empty;
    }

    /// <summary>Gets the line that was read last.</summary>
    public string Current { get; private set; }

    /// <summary>Gets the text after the line that was read last.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Tells whether a line says nothing to pprof.</summary>
    public static bool IsSpaceOrComment(string line)
    {
        string trimmed = line.Trim();
        return trimmed.Length == 0 || trimmed[0] == '#';
    }

    /// <summary>Goes to the next line. False at the end.</summary>
    public bool TryRead()
    {
        if (_rest.IsEmpty)
        {
            Current = string.Empty;
            return false;
        }

        int end = _rest.IndexOf((byte)'\n');
        var line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + 1)..];
        Current = ProfileText.Decode(line.TrimEnd((byte)'\r'));
        return true;
    }

    /// <summary>Goes to the next line that is neither empty nor a comment. False at the end.</summary>
    public bool TryReadContent()
    {
        while (TryRead())
        {
            if (!IsSpaceOrComment(Current))
            {
                return true;
            }
        }

        return false;
    }
}
