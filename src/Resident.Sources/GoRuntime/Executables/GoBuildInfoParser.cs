using System.Buffers.Binary;
using System.Text;
using Resident.Model;
using Resident.Sources.Elf;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Reads the build information block that "go version FILE" shows.</summary>
/// <remarks>
/// <para>Source: debug/buildinfo in Go. 14 bytes magic "\xff Go buildinf:", the pointer size, flags; bit 1 of the flags: since Go
/// 1.18 two strings follow at byte 32, each a varint length and bytes. Before, two pointers to string headers follow at 16.</para>
/// <para>The second string is the module list between two markers of 16 bytes; lines as in "mod\texample.com/a\tv1.0.0\th1:…".</para>
/// </remarks>
internal static class GoBuildInfoParser
{
    /// <summary>The most bytes of a block that count: module lists of thousands of modules are below it.</summary>
    public const int MostBytes = 1024 * 1024;

    private const int HeaderBytes = 32;
    private const int MarkerBytes = 16;
    private const int InlineStrings = 2;

    /// <summary>Gets the first bytes of a block, which stands at a multiple of 16.</summary>
    public static ReadOnlySpan<byte> Magic =>
        [0xff, (byte)' ', (byte)'G', (byte)'o', (byte)' ', (byte)'b', (byte)'u', (byte)'i', (byte)'l', (byte)'d', (byte)'i', (byte)'n', (byte)'f', (byte)':'];

    /// <summary>Reads a block.</summary>
    /// <param name="source">The file's name for messages.</param>
    /// <param name="block">The bytes from the magic on.</param>
    /// <param name="readString">Reads the string whose header lies at an address, for blocks of 1.17 and before; null: cannot.</param>
    /// <returns>The information, or null where the block points at strings that are not readable, or its version is too long to
    /// be one.</returns>
    /// <exception cref="MalformedInputException">The block is cut short.</exception>
    public static GoBuildInfo? Parse(string source, ReadOnlySpan<byte> block, Func<ulong, string?> readString)
    {
        if (block.Length < HeaderBytes)
        {
            throw MalformedInputException.AtOffset(source, 0, $"Expected {HeaderBytes} bytes of build information, found {block.Length}.");
        }

        if ((block[15] & InlineStrings) != 0)
        {
            int at = HeaderBytes;
            string version = ReadInline(source, block, ref at);
            return version.Length > GoBuildInfoReader.MostVersionBytes ? null : Make(version, ReadInline(source, block, ref at));
        }

        string? pointed = readString(BinaryPrimitives.ReadUInt64LittleEndian(block[16..]));
        return pointed is null || pointed.Length > GoBuildInfoReader.MostVersionBytes ? null : Make(pointed, readString(BinaryPrimitives.ReadUInt64LittleEndian(block[24..])) ?? string.Empty);
    }

    private static GoBuildInfo Make(string version, string modules)
    {
        if (modules.Length >= 2 * MarkerBytes)
        {
            modules = modules[MarkerBytes..^MarkerBytes];
        }

        foreach (var line in modules.AsSpan().Split('\n'))
        {
            var fields = modules.AsSpan()[line];
            if (fields.StartsWith("mod\t", StringComparison.Ordinal))
            {
                string[] parts = fields.ToString().Split('\t');
                return new(version, GoBuildInfoReader.Name(parts[1]), parts.Length > 2 && parts[2].Length > 0 ? GoBuildInfoReader.Name(parts[2]) : null);
            }
        }

        return new(version, null, null);
    }

    private static string ReadInline(string source, ReadOnlySpan<byte> block, ref int at)
    {
        int start = at;
        ulong length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (at >= block.Length || shift > 28)
            {
                throw MalformedInputException.AtOffset(source, start, "Expected the length of a string of build information, found no end of it.");
            }

            byte part = block[at++];
            length |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        if (length > (ulong)(block.Length - at))
        {
            throw MalformedInputException.AtOffset(source, start, $"Expected {length} bytes of build information, found {block.Length - at}.");
        }

        // Latin-1: the module list stands between markers that are not UTF-8, and paths are ASCII.
        string text = Encoding.Latin1.GetString(block.Slice(at, (int)length));
        at += (int)length;
        return text;
    }
}
