using System.Buffers.Binary;
using System.Text;

namespace Resident.Sources.Elf;

/// <summary>Finds the version of a Go program whose build info was stripped: the variable runtime.buildVersion.</summary>
/// <remarks>In the writable segments stands a Go string, address and length, whose bytes begin with "go1.". It is taken where only
/// one such version is found, so a program that carries a table of versions gives none. Not for position-independent programs,
/// whose addresses are filled in at the start.</remarks>
public static class GoVersionSearch
{
    private const int ChunkBytes = 256 * 1024;
    private const int StringHeaderBytes = 16;
    private const int ShortestVersion = 5;
    private const int LongestVersion = 64;
    private const long MostScanned = 64L * 1024 * 1024;

    /// <summary>Looks for the version.</summary>
    /// <returns>As "go1.26.5", or null where none or several are found.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string? Find(ElfFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        byte[] chunk = new byte[ChunkBytes];
        string? found = null;
        long budget = MostScanned;
        foreach (var segment in file.Segments)
        {
            if (!segment.IsLoad || !segment.IsWritable)
            {
                continue;
            }

            ulong size = Math.Min(segment.FileSize, (ulong)budget);
            budget -= (long)size;
            for (ulong done = 0; done < size; done += ChunkBytes - StringHeaderBytes)
            {
                int count = file.ReadAt(unchecked(segment.VirtualAddress + done), chunk);
                if (!TryChunk(file, chunk.AsSpan(0, count), ref found))
                {
                    return null;
                }
            }
        }

        return found;
    }

    private static bool TryChunk(ElfFile file, ReadOnlySpan<byte> chunk, ref string? found)
    {
        Span<byte> text = stackalloc byte[LongestVersion];
        for (int i = 0; i + StringHeaderBytes <= chunk.Length; i += 8)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(chunk[(i + 8)..]);
            if (length is < ShortestVersion or > LongestVersion)
            {
                continue;
            }

            var version = text[..(int)length];
            if (file.ReadAt(BinaryPrimitives.ReadUInt64LittleEndian(chunk[i..]), version) != version.Length || !IsVersion(version))
            {
                continue;
            }

            string candidate = Encoding.ASCII.GetString(version);
            if (found is not null && !string.Equals(found, candidate, StringComparison.Ordinal))
            {
                return false;
            }

            found = candidate;
        }

        return true;
    }

    private static bool IsVersion(ReadOnlySpan<byte> text) =>
        text.StartsWith("go1."u8) && char.IsAsciiDigit((char)text["go1.".Length]) && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
