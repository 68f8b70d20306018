namespace Resident.Testing.Fuzzing;

/// <summary>What one input may take: a constant, and a part for each of its bytes.</summary>
public sealed record FuzzBounds
{
    /// <summary>Gets how long any input may take. Default 2 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how much longer each byte of it may take. Default 5 µs.</summary>
    public TimeSpan TimePerByte { get; init; } = TimeSpan.FromMicroseconds(5);

    /// <summary>Gets how many bytes any input may allocate on the thread that reads it. Default 4 MiB.</summary>
    public long Bytes { get; init; } = 4L * 1024 * 1024;

    /// <summary>Gets how many more each byte of it may allocate. Default 64.</summary>
    public long BytesPerByte { get; init; } = 64;

    /// <summary>Tells how long an input may take.</summary>
    public TimeSpan TimeOf(int length) => Time + (TimePerByte * length);

    /// <summary>Tells how many bytes an input may allocate.</summary>
    public long BytesOf(int length) => Bytes + (BytesPerByte * length);
}
