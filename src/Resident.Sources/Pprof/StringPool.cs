using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Resident.Sources.Pprof;

/// <summary>Gathers a profile's texts, each once. The empty text is number 0.</summary>
internal sealed class StringPool
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [string.Empty] = 0 };
    private readonly List<string> _texts = [string.Empty];

    /// <summary>Gets the number of a text, which it keeps from now on.</summary>
    public int Add(string text)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out bool exists);
        if (!exists)
        {
            number = _texts.Count;
            _texts.Add(text);
        }

        return number;
    }

    /// <summary>Gets all texts in the order of their numbers.</summary>
    public ImmutableArray<string> ToArray() => [.. _texts];
}
