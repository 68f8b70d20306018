using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>The seven fields of /proc/PID/statm, in pages: <c>765 408 380 5 0 123 0</c>.</summary>
/// <param name="Size">All mapped address space.</param>
/// <param name="Resident">Pages in RAM.</param>
/// <param name="Shared">Resident pages of files and shared memory.</param>
/// <param name="Text">The program's own text.</param>
/// <param name="Data">Private writable address space and the stack.</param>
internal readonly record struct Statm(long Size, long Resident, long Shared, long Text, long Data)
{
    public static Statm Parse(ReadOnlySpan<byte> text, string path)
    {
        Span<long> fields = stackalloc long[6];
        var rest = text.TrimEnd("\n"u8);
        foreach (ref long field in fields)
        {
            if (!ProcText.TryReadNumber(ref rest, out field))
            {
                throw MalformedInputException.AtLine(path, 1, $"Expected seven numbers, found \"{ProcText.Quote(text)}\".");
            }
        }

        return new(fields[0], fields[1], fields[2], fields[3], fields[5]);
    }
}
