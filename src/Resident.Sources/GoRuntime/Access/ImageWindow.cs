using Resident.Sources.Binary;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>What the file holds from an address of the process on, as a source of bytes.</summary>
internal sealed class ImageWindow : IByteSource
{
    private readonly GoImage _image;
    private readonly ulong _address;

    /// <summary>Initializes a new instance of the <see cref="ImageWindow"/> class.</summary>
    /// <param name="image">The program.</param>
    /// <param name="address">The first byte's address in the process.</param>
    /// <param name="length">The number of bytes at most; the segment's end may come before.</param>
    public ImageWindow(GoImage image, ulong address, long length)
    {
        _image = image;
        _address = address;
        Length = length;
    }

    /// <inheritdoc/>
    public string Name => $"{_image.Elf.Source.Name} at 0x{_address:x}";

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination) =>
        offset < 0 || offset >= Length ? 0 : _image.ReadConstant(unchecked(_address + (ulong)offset), destination);
}
