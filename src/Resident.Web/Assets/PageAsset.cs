using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace Resident.Web.Assets;

/// <summary>One built file of the page. It lies in the executable; a compressed copy is made when the first reader asks.</summary>
internal sealed class PageAsset
{
    // Quality 5 and a window of 256 KiB: a tenth larger than the best, in 5 ms and 1 MB of passing memory in place of 150 ms and 20 MB.
    private const int BrotliQuality = 5;
    private const int BrotliWindow = 18;

    private readonly string _resource;
    private readonly Lazy<string> _tag;
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    /// <summary>Initializes a new instance of the <see cref="PageAsset"/> class.</summary>
    /// <param name="resource">The embedded resource's name.</param>
    /// <param name="contentType">The type to serve it as.</param>
    public PageAsset(string resource, string contentType)
    {
        _resource = resource;
        ContentType = contentType;
        _tag = new(Hash);
        _brotli = new(PackBrotli);
        _gzip = new(PackGzip);
    }

    /// <summary>Gets the content type.</summary>
    public string ContentType { get; }

    /// <summary>Gets the entity tag, quotes included.</summary>
    public string Tag => _tag.Value;

    /// <summary>Gets the brotli copy.</summary>
    public ReadOnlyMemory<byte> Brotli => _brotli.Value;

    /// <summary>Gets the gzip copy.</summary>
    public ReadOnlyMemory<byte> Gzip => _gzip.Value;

    /// <summary>Opens the bytes as they are.</summary>
    public Stream Open() =>
        typeof(PageAsset).Assembly.GetManifestResourceStream(_resource)
        ?? throw new InvalidOperationException($"The built page lacks {_resource}. Run npm ci and npm run build in ui/, then build again.");

    private string Hash()
    {
        using var stream = Open();
        var hash = new XxHash128();
        hash.Append(stream);
        return "\"" + Convert.ToHexStringLower(hash.GetCurrentHash()) + "\"";
    }

    private byte[] PackBrotli()
    {
        byte[] plain = ReadAll();
        byte[] packed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(plain.Length));
        try
        {
            return BrotliEncoder.TryCompress(plain, packed, out int length, BrotliQuality, BrotliWindow)
                ? packed.AsSpan(0, length).ToArray()
                : throw new InvalidOperationException($"{_resource} does not compress.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    private byte[] PackGzip()
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal))
        {
            stream.Write(ReadAll());
        }

        return packed.ToArray();
    }

    private byte[] ReadAll()
    {
        using var stream = Open();
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
