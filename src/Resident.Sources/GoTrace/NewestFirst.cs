using Resident.Model;

namespace Resident.Sources.GoTrace;

/// <summary>Tells whether a log was written newest first, as pages of log servers export it, and turns it
/// round.</summary>
internal static class NewestFirst
{
    private const int MostLookedAt = 1024 * 1024;
    private const int MostTurned = 512 * 1024 * 1024;
    private const int LeastSteps = 2;
    private const int Times = 3;

    /// <summary>Looks at the beginning of a log: times, and where there are none numbers, that fall from cycle to
    /// cycle.</summary>
    /// <param name="log">The log; it stands at its beginning before and after.</param>
    public static bool IsOrderOf(Stream log)
    {
        byte[] start = new byte[MostLookedAt];
        int count = log.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        log.Position = 0;
        var cycles = new List<GcCycle>();
        var splitter = new TraceSplitter((in TraceLine line) =>
        {
            if (line.IsGcCycle)
            {
                cycles.Add(line.ToGcCycle());
            }
        });
        splitter.Push(start.AsSpan(0, count));
        splitter.Complete();
        var steps = cycles.Zip(cycles.Skip(1), Direction).ToList();
        int falls = steps.Count(static step => step < 0);
        return falls >= LeastSteps && falls > Times * steps.Count(static step => step > 0);
    }

    /// <summary>Reads a log whole, and gives its lines from the last to the first.</summary>
    /// <param name="log">The log.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="LimitExceededException">It is larger than what is held at once.</exception>
    public static MemoryStream Turn(Stream log, string name)
    {
        if (log.Length > MostTurned)
        {
            throw new LimitExceededException($"{name}: The log runs backwards and is larger than {new ByteSize(MostTurned)}. Turn it round first: tac {name} | resident");
        }

        byte[] bytes = new byte[log.Length];
        int count = log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var turned = new MemoryStream(count + 1);
        var rest = bytes.AsSpan(0, count).TrimEnd((byte)'\n');
        while (!rest.IsEmpty)
        {
            int newline = rest.LastIndexOf((byte)'\n');
            turned.Write(rest[(newline + 1)..]);
            turned.WriteByte((byte)'\n');
            rest = newline < 0 ? [] : rest[..newline];
        }

        turned.Position = 0;
        return turned;
    }

    // A program that was started again falls to its first cycle: no step of a log that runs backwards.
    private static int Direction(GcCycle one, GcCycle next) => (one.WallTime, next.WallTime) switch
    {
        ({ } before, { } after) when before != after => after.CompareTo(before),
        _ when next.Number == one.Number - 1 && next.AtSeconds <= one.AtSeconds => -1,
        _ when next.Number > one.Number => 1,
        _ => 0,
    };
}
