using System.IO.Compression;
using Resident.Model;

namespace Resident.Store.Files;

/// <summary>A document's bytes: compressed with zlib (RFC 1950).</summary>
internal static class DocumentCodec
{
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Compresses a document.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> utf8)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(utf8);
        }

        return output.ToArray();
    }

    /// <summary>Decompresses a document.</summary>
    /// <exception cref="MalformedInputException">It does not decompress, or is larger than any of ours.</exception>
    public static byte[] Decode(string where, byte[] data)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
            using var output = new MemoryStream();
            byte[] buffer = new byte[16_384];
            int read;
            while ((read = zlib.Read(buffer)) > 0)
            {
                output.Write(buffer, 0, read);
                if (output.Length > MostBytes)
                {
                    throw new MalformedInputException($"{where}: Expected a document of at most {MostBytes} bytes, found more.");
                }
            }

            return output.ToArray();
        }
        catch (InvalidDataException problem)
        {
            throw new MalformedInputException($"{where}: A document does not decompress: {MalformedInputException.Quote(problem.Message)}", problem);
        }
    }
}
