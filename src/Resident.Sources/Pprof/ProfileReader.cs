using System.Buffers.Binary;
using System.IO.Compression;
using Resident.Model;
using Resident.Model.Profiles;

namespace Resident.Sources.Pprof;

/// <summary>Reads profiles from files and streams, compressed with gzip or not.</summary>
public static class ProfileReader
{
    private const int FirstBuffer = 64 * 1024;
    private const int TrailerBytes = 4;

    /// <summary>The most that deflate can compress: a length claimed beyond it is not believed.</summary>
    private const int BestRatio = 1032;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file's path; it is also the source's name in messages.</param>
    /// <param name="options">How to read; null for what pprof reads.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="MalformedInputException">The file is no profile.</exception>
    /// <exception cref="LimitExceededException">The profile is larger than the limit.</exception>
    public static Profile ReadFile(string path, ProfileReadOptions? options = null) => ReadFile(path, options, out _);

    /// <summary>Reads a file, and tells its format.</summary>
    /// <param name="path">The file's path; it is also the source's name in messages.</param>
    /// <param name="options">How to read; null for what pprof reads.</param>
    /// <param name="isCompressedProto">Whether the file is a compressed profile.proto: what the encoder writes.</param>
    /// <inheritdoc cref="ReadFile(string, ProfileReadOptions?)" path="/exception"/>
    public static Profile ReadFile(string path, ProfileReadOptions? options, out bool isCompressedProto)
    {
        var limits = (options ?? ProfileReadOptions.Default).Limits;
        byte[] bytes = ReadBytes(path, limits, out int length, out bool isCompressed);
        var profile = ProfileParser.Parse(bytes.AsSpan(0, length), path, options, out bool isProto);
        isCompressedProto = isCompressed && isProto;
        return profile;
    }

    /// <summary>Reads a profile from a stream whose end is the profile's end.</summary>
    /// <param name="stream">The stream, from its current place on.</param>
    /// <param name="source">The source's name in messages.</param>
    /// <param name="options">How to read; null for what pprof reads.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="MalformedInputException">The stream holds no profile.</exception>
    /// <exception cref="LimitExceededException">The profile is larger than the limit.</exception>
    public static Profile Read(Stream stream, string source, ProfileReadOptions? options = null)
    {
        var limits = (options ?? ProfileReadOptions.Default).Limits;
        byte[] bytes = ReadAll(stream, FirstBuffer, source, limits, out int length);
        if (IsCompressed(bytes.AsSpan(0, length)))
        {
            using var inner = new MemoryStream(bytes, 0, length, writable: false);
            bytes = Decompress(inner, SizeHint(bytes.AsSpan(0, length)), source, limits, out length);
        }

        return ProfileParser.Parse(bytes.AsSpan(0, length), source, options);
    }

    private static byte[] ReadBytes(string path, InputLimits limits, out int length, out bool isCompressed)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (!file.CanSeek)
        {
            byte[] bytes = ReadAll(file, FirstBuffer, path, limits, out length);
            isCompressed = IsCompressed(bytes.AsSpan(0, length));
            if (!isCompressed)
            {
                return bytes;
            }

            using var inner = new MemoryStream(bytes, 0, length, writable: false);
            return Decompress(inner, FirstBuffer, path, limits, out length);
        }

        Span<byte> magic = stackalloc byte[2];
        isCompressed = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && IsCompressed(magic);
        int hint = (int)Math.Min(file.Length + 1, Array.MaxLength);
        if (isCompressed && file.Length > TrailerBytes)
        {
            Span<byte> trailer = stackalloc byte[TrailerBytes];
            file.Seek(-TrailerBytes, SeekOrigin.End);
            file.ReadExactly(trailer);
            hint = Believable(BinaryPrimitives.ReadUInt32LittleEndian(trailer), file.Length);
        }

        file.Seek(0, SeekOrigin.Begin);
        return isCompressed ? Decompress(file, hint, path, limits, out length) : ReadAll(file, hint, path, limits, out length);
    }

    private static bool IsCompressed(ReadOnlySpan<byte> data) => data.StartsWith<byte>([0x1F, 0x8B]);

    private static int SizeHint(ReadOnlySpan<byte> compressed) =>
        compressed.Length < TrailerBytes ? FirstBuffer : Believable(BinaryPrimitives.ReadUInt32LittleEndian(compressed[^TrailerBytes..]), compressed.Length);

    private static int Believable(uint claimed, long compressedBytes) =>
        (int)Math.Clamp(Math.Min(claimed + 1L, compressedBytes * BestRatio), FirstBuffer, Array.MaxLength);

    private static byte[] Decompress(Stream stream, int hint, string source, InputLimits limits, out int length)
    {
        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            byte[] bytes = ReadAll(gzip, hint, source, limits, out length);
            return GzipTrailer.Fits(stream, bytes.AsSpan(0, length)) ? bytes : throw new MalformedInputException($"{source}: decompressing profile: unexpected EOF");
        }
        catch (InvalidDataException e)
        {
            throw new MalformedInputException($"{source}: decompressing profile: {e.Message}", e);
        }
    }

    private static byte[] ReadAll(Stream stream, int hint, string source, InputLimits limits, out int length)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(hint, Math.Min(limits.ProfileBytes + 1, Array.MaxLength)));
        length = 0;
        int count;
        while ((count = stream.Read(buffer.AsSpan(length))) > 0)
        {
            length += count;
            if (length > limits.ProfileBytes)
            {
                throw new LimitExceededException(
                    $"{source}: the profile is larger than {limits.ProfileBytes} bytes; InputLimits.ProfileBytes allows more.");
            }

            if (length == buffer.Length)
            {
                byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Max(buffer.Length * 2L, FirstBuffer), Array.MaxLength));
                buffer.AsSpan(0, length).CopyTo(larger);
                buffer = larger;
            }
        }

        return buffer;
    }
}
