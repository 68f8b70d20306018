using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.GoRuntime.Profiles;

/// <summary>Makes of a profile that was read from outside the one that /debug/pprof would serve.</summary>
/// <remarks>
/// <para>Source: runtime/pprof/proto.go and protomem.go. Heap samples are scaled up: an object of S bytes is sampled with the
/// probability 1 - exp(-S / rate), so that each sample stands for 1 / (1 - exp(-S / rate)) of them.</para>
/// <para>Waits are nanoseconds, or the processor's ticks where the runtime's conversion is not known; the unit says "cycles" then.</para>
/// </remarks>
public sealed class GoProfileBuilder
{
    private const string HeapTypes = "alloc_objects count alloc_space bytes inuse_objects count inuse_space bytes";

    private readonly StringPool _texts = new();
    private readonly Dictionary<(string Function, string File), int> _functions = [];
    private readonly List<GoFrame> _functionOrder = [];
    private readonly ImmutableArray<long>.Builder _values = ImmutableArray.CreateBuilder<long>();
    private readonly ImmutableArray<int>.Builder _stackStarts = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder _stacks = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder _labelStarts = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<SampleLabel>.Builder _labels = ImmutableArray.CreateBuilder<SampleLabel>();

    private GoProfileBuilder()
    {
    }

    /// <summary>Makes a profile.</summary>
    /// <param name="profile">What was read. Of "heap" and "allocs" only the sample type that is shown first differs.</param>
    /// <param name="mapping">The executable: the first and the last address of its code in the process and its path.</param>
    public static Profile Build(GoStackProfile profile, GoCodeMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(mapping);
        return new GoProfileBuilder().Make(profile, mapping);
    }

    /// <summary>Estimates how many objects and bytes a sample of a heap profile stands for.</summary>
    /// <param name="count">The sampled objects.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="rate">The mean bytes between two samples.</param>
    public static (long Count, long Bytes) Unsample(long count, long bytes, long rate)
    {
        if (count == 0 || bytes == 0)
        {
            return (0, 0);
        }

        if (rate <= 1)
        {
            return (count, bytes);
        }

        double scale = 1 / (1 - Math.Exp(-((double)bytes / count) / rate));
        return unchecked(((long)(count * scale), (long)(bytes * scale)));
    }

    private static ImmutableArray<SampleType> TypesOf(string kind, bool isTimed)
    {
        string[] words = (kind switch
        {
            "heap" or "allocs" => HeapTypes,
            "goroutine" => "goroutine count",
            _ => isTimed ? "contentions count delay nanoseconds" : "contentions count delay cycles",
        }).Split(' ');
        return [.. words.Chunk(2).Select(static pair => new SampleType(pair[0], pair[1]))];
    }

    private static string AssumptionOf(GoStackProfile profile) =>
        profile.Kind is "mutex"
            ? "resident: The rate of runtime.SetMutexProfileFraction was not found: contentions are those that were recorded."
            : string.Create(CultureInfo.InvariantCulture, $"resident: runtime.MemProfileRate was not found: {profile.Period} bytes, its default, are assumed.");

    // As printCountCycleProfile in runtime/pprof/pprof.go reckons, to the last nanosecond.
    private static long WaitOf(long ticks, GoStackProfile profile) =>
        unchecked((long)(ticks / ((profile.TicksPerSecond ?? 1e9) / 1e9) * profile.Scale));

    private Profile Make(GoStackProfile profile, GoCodeMapping mapping)
    {
        var types = TypesOf(profile.Kind, profile.TicksPerSecond is not null);
        foreach (var sample in profile.Samples)
        {
            Add(profile, sample);
        }

        var locations = Locations(profile.Locations);
        _stackStarts.Add(_stacks.Count);
        _labelStarts.Add(_labels.Count);
        var functions = Functions();
        return new()
        {
            SampleTypes = types,
            Samples = new()
            {
                ValueCount = types.Length,
                Values = _values.ToImmutable(),
                StackStarts = _stackStarts.ToImmutable(),
                Stacks = _stacks.ToImmutable(),
                LabelStarts = _labelStarts.ToImmutable(),
                Labels = _labels.ToImmutable(),
            },
            Mappings =
            [
                // Names need no look-up in the file.
                new() { Id = 1, Start = mapping.Start, Limit = mapping.End, Offset = unchecked((ulong)mapping.FileOffset), File = mapping.Path, HasFunctions = true },
            ],
            Locations = locations,
            Functions = functions,
            Strings = _texts.ToArray(),
            TimeNanoseconds = (profile.TakenAt - DateTimeOffset.UnixEpoch).Ticks * 100,
            PeriodType = profile.Kind is "heap" or "allocs" ? new("space", "bytes") : types[0],
            Period = profile.Period,
            Comments = profile.IsPeriodKnown ? [] : [AssumptionOf(profile)],
            DefaultSampleType = profile.Kind switch { "heap" => "inuse_space", "allocs" => "alloc_space", _ => string.Empty },
        };
    }

    private void Add(GoStackProfile profile, GoStackSample sample)
    {
        _stackStarts.Add(_stacks.Count);
        _labelStarts.Add(_labels.Count);
        _stacks.AddRange(sample.Locations);
        long count = double.ConvertToInteger<long>(sample.Count);
        switch (profile.Kind)
        {
            case "heap" or "allocs":
                var allocated = Unsample(count, sample.Amount, profile.Period);
                var inUse = unchecked(Unsample(count - sample.Frees, sample.Amount - sample.FreedBytes, profile.Period));
                _values.AddRange(allocated.Count, allocated.Bytes, inUse.Count, inUse.Bytes);
                if (count > 0 && sample.Amount / count is var size and > 0)
                {
                    _labels.Add(new(_texts.Add("bytes"), -1, -1, size));
                }

                break;
            case "goroutine":
                _values.Add(count);
                foreach (var (key, value) in sample.Labels)
                {
                    _labels.Add(new(_texts.Add(key), _texts.Add(value), -1, 0));
                }

                break;
            default:
                _values.AddRange(unchecked(Math.Max(count, 0) * profile.Scale), WaitOf(Math.Max(sample.Amount, 0), profile));
                break;
        }
    }

    private LocationTable Locations(IReadOnlyList<GoStackLocation> locations)
    {
        int lines = locations.Sum(static location => location.Frames.Count);
        var starts = ImmutableArray.CreateBuilder<int>(locations.Count + 1);
        var functions = ImmutableArray.CreateBuilder<int>(lines);
        var numbers = ImmutableArray.CreateBuilder<long>(lines);
        foreach (var location in locations)
        {
            starts.Add(functions.Count);
            foreach (var frame in location.Frames)
            {
                functions.Add(FunctionOf(frame));
                numbers.Add(frame.Line);
            }
        }

        starts.Add(functions.Count);
        return new()
        {
            Ids = Numbered(locations.Count),
            Addresses = [.. locations.Select(static location => location.Address)],
            Mappings = [.. Enumerable.Repeat(0, locations.Count)],
            Folded = [.. Enumerable.Repeat(false, locations.Count)],
            LineStarts = starts.MoveToImmutable(),
            Functions = functions.MoveToImmutable(),
            Lines = numbers.MoveToImmutable(),
            Columns = [.. Enumerable.Repeat(0L, lines)],
        };
    }

    private FunctionTable Functions()
    {
        ImmutableArray<int> names = [.. _functionOrder.Select(frame => _texts.Add(frame.Symbol ?? frame.Function))];
        return new()
        {
            Ids = Numbered(_functionOrder.Count),
            Names = names,
            SystemNames = names,
            FileNames = [.. _functionOrder.Select(frame => _texts.Add(frame.File))],
            StartLines = [.. _functionOrder.Select(static frame => (long)frame.StartLine)],
        };
    }

    private static ImmutableArray<ulong> Numbered(int count) => [.. Enumerable.Range(1, count).Select(static number => (ulong)number)];

    private int FunctionOf(GoFrame frame)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_functions, (frame.Symbol ?? frame.Function, frame.File), out bool exists);
        if (!exists)
        {
            index = _functionOrder.Count;
            _functionOrder.Add(frame);
        }

        return index;
    }
}
