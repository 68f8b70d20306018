using System.Text;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Parses /proc/PID/stat: one line of 52 fields.</summary>
/// <remarks>
/// <c>42 (a b) c) S 1 42 42 34816 42 4194304 99 0 0 0 7 3 0 0 20 0 1 0 91283 3133440 380 ...</c>
/// The name is whatever the program chose, spaces, parentheses and line feeds too: it ends at the last parenthesis.
/// Source: proc_pid_stat(5), do_task_stat in fs/proc/array.c.
/// </remarks>
internal static class ProcStatParser
{
    // Fields are counted from 3 (state), the first one after the name.
    private const int FirstField = 3;
    private const int LastField = 24;

    public static ProcStat Parse(ReadOnlySpan<byte> text, string path)
    {
        int open = text.IndexOf((byte)'(');
        int close = text.LastIndexOf((byte)')');
        if (open < 0 || close < open)
        {
            throw MalformedInputException.AtLine(path, 1, $"Expected \"PID (NAME) STATE ...\", found \"{ProcText.Quote(text)}\".");
        }

        var rest = text[(close + 1)..].TrimEnd("\n"u8);
        var state = ProcText.ReadWord(ref rest);
        Span<long> fields = stackalloc long[LastField + 1];
        ulong start = 0;
        ulong flags = 0;
        for (int field = FirstField + 1; field <= LastField; field++)
        {
            bool read = field switch
            {
                9 => ProcText.TryReadUnsigned(ref rest, out flags),
                22 => ProcText.TryReadUnsigned(ref rest, out start),
                // Resource usage is unsigned; the rest has a sign. 2^63 - 1 stands for all that is larger.
                10 or 11 or 12 or 13 or 14 or 15 or 23 or 24 => ProcText.TryReadNumber(ref rest, out fields[field]),
                _ => ProcText.TryReadSigned(ref rest, out fields[field]),
            };
            if (!read)
            {
                throw MalformedInputException.AtLine(path, 1, $"Expected a number as field {field} of \"{ProcText.Quote(text)}\".");
            }
        }

        return new(
            Encoding.UTF8.GetString(text[(open + 1)..close]),
            state.IsEmpty ? '?' : (char)state[0],
            (int)Math.Clamp(fields[4], 0, int.MaxValue),
            fields[5],
            fields[6],
            fields[7],
            fields[8],
            flags,
            fields[10],
            fields[12],
            (ulong)fields[14] + (ulong)fields[15],
            fields[19],
            (int)Math.Clamp(fields[20], 0, int.MaxValue),
            start,
            fields[24]);
    }
}
