namespace Resident.Sources.Binary;

/// <summary>Bytes that are read by their place: a file, a buffer, a process's memory.</summary>
public interface IByteSource
{
    /// <summary>Gets the name that messages use: a path or an address.</summary>
    string Name { get; }

    /// <summary>Gets the number of bytes.</summary>
    long Length { get; }

    /// <summary>Reads as many bytes as there are, at most the destination's length.</summary>
    /// <param name="offset">The first byte's place; at or past the end gives 0.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>The number of bytes read: less than asked for only at the end.</returns>
    /// <exception cref="IOException">The source cannot be read.</exception>
    int Read(long offset, Span<byte> destination);
}
