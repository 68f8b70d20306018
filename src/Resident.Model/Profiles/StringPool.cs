using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Resident.Model.Profiles;

/// <summary>Gathers a profile's texts, each once, and numbers them in the order of their coming.</summary>
public sealed class StringPool
{
    private readonly Dictionary<string, int> _numbers;
    private readonly List<string> _texts;

    /// <summary>Initializes a new instance of the <see cref="StringPool"/> class with the empty text, which is number 0.</summary>
    public StringPool()
        : this([string.Empty])
    {
    }

    /// <summary>Initializes a new instance of the <see cref="StringPool"/> class with a profile's texts.</summary>
    /// <param name="texts">They keep their numbers. Of equal ones the last is found.</param>
    public StringPool(ImmutableArray<string> texts)
    {
        _texts = [.. texts];
        _numbers = new(_texts.Count, StringComparer.Ordinal);
        for (int i = 0; i < _texts.Count; i++)
        {
            _numbers[_texts[i]] = i;
        }
    }

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

    /// <summary>Gets the number of a text, if it is there.</summary>
    public bool TryFind(string text, out int number) => _numbers.TryGetValue(text, out number);

    /// <summary>Gets all texts in the order of their numbers.</summary>
    public ImmutableArray<string> ToArray() => [.. _texts];
}
