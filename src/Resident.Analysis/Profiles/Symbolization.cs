using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Gives locations the frames that a binary or a server told.</summary>
public sealed class Symbolization
{
    private readonly Profile _profile;
    private readonly Dictionary<int, IReadOnlyList<SymbolFrame>> _frames = [];
    private readonly StringPool _strings;
    private readonly Dictionary<(int Name, int File), int> _added = [];
    private readonly List<(int Name, int File)> _functions = [];

    /// <summary>Initializes a new instance of the <see cref="Symbolization"/> class.</summary>
    /// <param name="profile">The profile; it stays as it is.</param>
    public Symbolization(Profile profile)
    {
        _profile = profile;
        _strings = new(profile.Strings);
    }

    /// <summary>Sets the frames of a location, innermost first. Those that it had are forgotten.</summary>
    /// <param name="location">Its index.</param>
    /// <param name="frames">The frames; none leaves the location as it is.</param>
    public void Set(int location, IReadOnlyList<SymbolFrame> frames)
    {
        if (frames.Count > 0)
        {
            _frames[location] = frames;
        }
    }

    /// <summary>Makes the profile with all that was set; the same one where nothing was.</summary>
    /// <param name="hasInlineFrames">Whether the frames tell of inlined calls too, so that nobody needs to ask again.</param>
    public Profile Apply(bool hasInlineFrames)
    {
        if (_frames.Count == 0)
        {
            return _profile;
        }

        var locations = _profile.Locations;
        var starts = new List<int>(locations.LineStarts.Length) { 0 };
        var functions = new List<int>(locations.Functions.Length);
        var lines = new List<long>(locations.Lines.Length);
        var columns = new List<long>(locations.Columns.Length);
        bool[] folded = [.. locations.Folded];
        var mappings = _profile.Mappings.ToBuilder();
        for (int location = 0; location < locations.Count; location++)
        {
            if (_frames.TryGetValue(location, out var frames))
            {
                folded[location] = false;
                foreach (var frame in frames)
                {
                    functions.Add(NumberOf(frame));
                    lines.Add(frame.Line);
                    columns.Add(0);
                }

                Mark(mappings, locations.Mappings[location], frames, hasInlineFrames);
            }
            else
            {
                for (int line = locations.LineStarts[location]; line < locations.LineStarts[location + 1]; line++)
                {
                    functions.Add(locations.Functions[line]);
                    lines.Add(locations.Lines[line]);
                    columns.Add(locations.Columns[line]);
                }
            }

            starts.Add(lines.Count);
        }

        return _profile with
        {
            Strings = _strings.ToArray(),
            Functions = AppendFunctions(),
            Mappings = mappings.ToImmutable(),
            Locations = locations with
            {
                Folded = ImmutableCollectionsMarshal.AsImmutableArray(folded),
                LineStarts = [.. starts],
                Functions = [.. functions],
                Lines = [.. lines],
                Columns = [.. columns],
            },
        };
    }

    private static void Mark(ImmutableArray<ProfileMapping>.Builder mappings, int index, IReadOnlyList<SymbolFrame> frames, bool hasInlineFrames)
    {
        if (index >= 0)
        {
            var mapping = mappings[index];
            mappings[index] = mapping with
            {
                HasFunctions = mapping.HasFunctions || frames.Any(static frame => frame.Function.Length > 0),
                HasFileNames = mapping.HasFileNames || frames.Any(static frame => frame.File.Length > 0),
                HasLineNumbers = mapping.HasLineNumbers || frames.Any(static frame => frame.Line != 0),
                HasInlineFrames = mapping.HasInlineFrames || hasInlineFrames,
            };
        }
    }

    private int NumberOf(SymbolFrame frame)
    {
        var key = (_strings.Add(frame.Function), _strings.Add(frame.File));
        if (!_added.TryGetValue(key, out int number))
        {
            number = _profile.Functions.Count + _functions.Count;
            _functions.Add(key);
            _added[key] = number;
        }

        return number;
    }

    private FunctionTable AppendFunctions()
    {
        var functions = _profile.Functions;
        ulong id = functions.Ids.IsEmpty ? 0 : functions.Ids.Max();
        int[] names = [.. _functions.Select(static function => function.Name)];
        return new FunctionTable
        {
            Ids = [.. functions.Ids, .. names.Select((_, i) => unchecked(id + (ulong)i + 1))],
            Names = [.. functions.Names, .. names],
            SystemNames = [.. functions.SystemNames, .. names],
            FileNames = [.. functions.FileNames, .. _functions.Select(static function => function.File)],
            StartLines = [.. functions.StartLines, .. new long[names.Length]],
        };
    }
}
