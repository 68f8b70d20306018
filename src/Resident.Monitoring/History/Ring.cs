namespace Resident.Monitoring.History;

/// <summary>The last values of a column, oldest first. It grows to its capacity and then forgets the oldest.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal sealed class Ring<T>
{
    private const int FirstSize = 64;

    private readonly int _capacity;
    private T[] _values = [];
    private int _head;

    /// <summary>Initializes a new instance of the <see cref="Ring{T}"/> class.</summary>
    /// <param name="capacity">The most values that are kept; at least 1.</param>
    public Ring(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Gets how many values there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets the value at a place; 0 is the oldest.</summary>
    public T this[int index]
    {
        get => _values[Place(index)];
        set => _values[Place(index)] = value;
    }

    /// <summary>Adds a value at the end.</summary>
    /// <returns>True when the oldest value went for it.</returns>
    public bool Add(T value)
    {
        if (Count < _capacity)
        {
            if (Count == _values.Length)
            {
                Array.Resize(ref _values, Math.Min(_capacity, Math.Max(FirstSize, _values.Length * 2)));
            }

            _values[Count++] = value;
            return false;
        }

        _values[_head] = value;
        _head = (_head + 1) % _capacity;
        return true;
    }

    private int Place(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        int place = _head + index;
        return place < _values.Length ? place : place - _values.Length;
    }
}
