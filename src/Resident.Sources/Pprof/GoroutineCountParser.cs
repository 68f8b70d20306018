using System.Buffers.Text;

namespace Resident.Sources.Pprof;

/// <summary>Takes the number of goroutines from the index page of /debug/pprof/ or from a goroutine profile as text.</summary>
/// <remarks>The index counts without stopping the program: <c>&lt;td&gt;4&lt;/td&gt;&lt;td&gt;&lt;a href='goroutine?debug=1'&gt;</c>. The profile
/// begins with <c>goroutine profile: total 4</c>. Source: Go's net/http/pprof/pprof.go, runtime/pprof/pprof.go.</remarks>
public static class GoroutineCountParser
{
    /// <summary>Looks for the number.</summary>
    /// <returns>Null where the text is neither.</returns>
    public static long? Find(ReadOnlySpan<byte> text)
    {
        var heading = "goroutine profile: total "u8;
        if (text.StartsWith(heading))
        {
            return Number(text[heading.Length..]);
        }

        int link = text.IndexOf("goroutine?debug=1"u8);
        if (link < 0)
        {
            return null;
        }

        // The number stands in the cell before the link's own: "<td>4</td><td><a href=..."; old pages have attributes in the tag.
        var before = text[..link];
        int cellEnd = before.LastIndexOf("</td>"u8);
        int cellStart = cellEnd < 0 ? -1 : before[..cellEnd].LastIndexOf((byte)'>');
        return cellStart < 0 ? null : Number(before[(cellStart + 1)..cellEnd]);
    }

    private static long? Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out int used) && used > 0 && value >= 0 ? value : null;
}
