using System.Buffers.Binary;
using System.Text;

namespace Resident.Sources.Elf;

/// <summary>Reads the build info of Go programs.</summary>
/// <remarks>
/// It begins with <c>ff 20 47 6f 20 62 75 69 6c 64 69 6e 66 3a</c> ("\xff Go buildinf:") on a multiple of 16; byte 14 is the pointer
/// size, byte 15 the flags. Flag 2 (Go 1.18 on): at 32 stand version and module text, each after its length as a varint. Without it (up to Go 1.17):
/// at 16 and 24 stand the addresses of two Go strings. It lies in section .go.buildinfo, and without sections in a
/// writable segment. Source: Go's debug/buildinfo/buildinfo.go.
/// </remarks>
public static class GoBuildInfoReader
{
    private const int HeaderBytes = 32;
    private const int Alignment = 16;
    private const int ChunkBytes = 256 * 1024;
    private const long MostScanned = 256L * 1024 * 1024;
    private const int MostNameLength = 1024;
    private const int MostModuleBytes = 4 * 1024 * 1024;
    private const int MarkerBytes = 16;

    /// <summary>Gets how many bytes a version may have. A longer one is none: "go1.27.1 X:nodwarf5" is 20 bytes.</summary>
    internal static int MostVersionBytes => 256;

    // Without its first byte, ff, which no UTF-8 literal can hold.
    private static ReadOnlySpan<byte> MagicRest => " Go buildinf:"u8;

    /// <summary>Reads the build info.</summary>
    /// <returns>The build info, or null where there is none that can be read: it was stripped, or it is no Go program.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GoBuildInfo? Read(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ulong? address = Find(file);
        return address is null ? null : ReadAt(file, address.Value);
    }

    private static ulong? Find(ElfFile file)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.TryGetSection(".go.buildinfo", out var section)
            && file.ReadAt(section.VirtualAddress, header) == HeaderBytes && IsHeader(header))
        {
            return section.VirtualAddress;
        }

        long budget = MostScanned;
        foreach (var segment in file.Segments)
        {
            if (segment.IsLoad && segment.IsWritable && budget > 0)
            {
                ulong size = Math.Min(segment.FileSize, (ulong)budget);
                budget -= (long)size;
                if (Scan(file, segment.VirtualAddress, size) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static ulong? Scan(ElfFile file, ulong start, ulong size)
    {
        byte[] chunk = new byte[(int)Math.Min(size, ChunkBytes)];
        // The magic is on a multiple of 16 of the address, and segments may begin anywhere.
        ulong done = unchecked(0 - start) % Alignment;
        while (done < size)
        {
            int count = file.ReadAt(unchecked(start + done), chunk);
            for (int i = 0; i + HeaderBytes <= count; i += Alignment)
            {
                if (IsHeader(chunk.AsSpan(i, HeaderBytes)))
                {
                    return unchecked(start + done + (ulong)i);
                }
            }

            if (count < chunk.Length)
            {
                return null;
            }

            done += (ulong)Math.Max(Alignment, (count - HeaderBytes) / Alignment * Alignment);
        }

        return null;
    }

    private static bool IsHeader(ReadOnlySpan<byte> header) => header[0] == 0xff && header[1..].StartsWith(MagicRest);

    private static GoBuildInfo? ReadAt(ElfFile file, ulong address)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAt(address, header) != HeaderBytes)
        {
            return null;
        }

        byte[]? version;
        byte[]? module;
        if ((header[15] & 2) != 0)
        {
            ulong next = unchecked(address + HeaderBytes);
            version = ReadCounted(file, ref next, MostVersionBytes);
            module = version is null ? null : ReadCounted(file, ref next, MostModuleBytes);
        }
        else if (header[14] == 8 && (header[15] & 1) == 0)
        {
            version = ReadGoString(file, BinaryPrimitives.ReadUInt64LittleEndian(header[16..]), MostVersionBytes);
            module = ReadGoString(file, BinaryPrimitives.ReadUInt64LittleEndian(header[24..]), MostModuleBytes);
        }
        else
        {
            return null;
        }

        return version is null or [] ? null : Describe(Encoding.UTF8.GetString(version), module ?? []);
    }

    private static byte[]? ReadCounted(ElfFile file, ref ulong address, int most)
    {
        Span<byte> start = stackalloc byte[5];
        int available = file.ReadAt(address, start);
        ulong length = 0;
        int used = 0;
        while (true)
        {
            if (used == available)
            {
                return null;
            }

            byte part = start[used];
            length |= (ulong)(part & 0x7f) << (7 * used);
            used++;
            if (part < 0x80)
            {
                break;
            }
        }

        address = unchecked(address + (ulong)used);
        byte[]? bytes = ReadBytes(file, address, length, most);
        address = unchecked(address + length);
        return bytes;
    }

    private static byte[]? ReadGoString(ElfFile file, ulong headerAddress, int most)
    {
        Span<byte> header = stackalloc byte[16];
        return file.ReadAt(headerAddress, header) == header.Length
            ? ReadBytes(file, BinaryPrimitives.ReadUInt64LittleEndian(header), BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), most)
            : null;
    }

    // The length comes from the file: nothing is allocated before that many bytes are known to be there.
    private static byte[]? ReadBytes(ElfFile file, ulong address, ulong length, int most)
    {
        if (length == 0)
        {
            return [];
        }

        if (length > (ulong)most || !file.TryGetFileOffset(address, out _, out long available) || (ulong)available < length)
        {
            return null;
        }

        byte[] bytes = new byte[(int)length];
        return file.ReadAt(address, bytes) == bytes.Length ? bytes : null;
    }

    private static GoBuildInfo Describe(string version, byte[] module)
    {
        // The text stands between two markers of 16 bytes, by which the runtime finds it in memory.
        var text = module.Length > 2 * MarkerBytes && module[^(MarkerBytes + 1)] == (byte)'\n'
            ? module.AsSpan(MarkerBytes, module.Length - (2 * MarkerBytes))
            : [];
        string? path = null;
        string? main = null;
        string? mainVersion = null;
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            string[] words = line.Split('\t');
            if (words is ["path", var packagePath])
            {
                path ??= packagePath;
            }
            else if (words is ["mod", var modulePath, ..] && main is null)
            {
                main = modulePath;
                mainVersion = words.Length > 2 ? words[2] : null;
            }
        }

        return new(version, Name(path), Name(main), Name(mainVersion));
    }

    // They are shown, recorded and sent: what is too long for a path is none.
    internal static string? Name(string? text) => text is null || text.Length <= MostNameLength ? text : null;
}
