using Resident.Model.Profiles;

namespace Resident.Sources.Pprof.Legacy;

/// <summary>Makes the tables of locations and functions out of names.</summary>
internal sealed class LegacyFunctions
{
    private readonly StringPool _pool;
    private readonly Dictionary<(int Name, int File), int> _numbers = [];
    private readonly List<(int Name, int File)> _functions = [];

    public LegacyFunctions(StringPool pool)
    {
        _pool = pool;
    }

    /// <summary>Makes locations of the given frames, innermost first. Addresses and mappings are the caller's.</summary>
    public LocationTable MakeLocations(IReadOnlyList<LegacyFrame>[] frames)
    {
        var starts = new List<int>(frames.Length + 1) { 0 };
        var functions = new List<int>();
        var lines = new List<long>();
        foreach (var location in frames)
        {
            foreach (var frame in location)
            {
                functions.Add(NumberOf(frame));
                lines.Add(frame.Line);
            }

            starts.Add(functions.Count);
        }

        return new LocationTable
        {
            Ids = [.. frames.Select(static (_, i) => (ulong)i + 1)],
            Addresses = [.. new ulong[frames.Length]],
            Mappings = [.. Enumerable.Repeat(-1, frames.Length)],
            Folded = [.. new bool[frames.Length]],
            LineStarts = [.. starts],
            Functions = [.. functions],
            Lines = [.. lines],
            Columns = [.. new long[lines.Count]],
        };
    }

    /// <summary>Makes the table of the functions that occurred.</summary>
    public FunctionTable ToTable() => new()
    {
        Ids = [.. _functions.Select(static (_, i) => (ulong)i + 1)],
        Names = [.. _functions.Select(static function => function.Name)],
        SystemNames = [.. _functions.Select(static function => function.Name)],
        FileNames = [.. _functions.Select(static function => function.File)],
        StartLines = [.. new long[_functions.Count]],
    };

    private int NumberOf(LegacyFrame frame)
    {
        var key = (_pool.Add(frame.Function), _pool.Add(frame.File));
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _functions.Count;
            _numbers[key] = number;
            _functions.Add(key);
        }

        return number;
    }
}
