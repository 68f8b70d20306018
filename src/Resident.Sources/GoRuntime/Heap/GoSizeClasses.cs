namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The sizes that the allocator rounds objects up to.</summary>
/// <remarks>Source: runtime/sizeclasses.go, the same in Go 1.16 to 1.27. Class 0 is objects above 32 KiB.</remarks>
internal static class GoSizeClasses
{
    /// <summary>The number of classes.</summary>
    public const int Count = 68;

    /// <summary>How many of them runtime.MemStats.BySize tells.</summary>
    public const int CountInMemStats = 61;

    /// <summary>The number of lists in an mcache: each class with and without pointers.</summary>
    public const int SpanClasses = 2 * Count;

    /// <summary>Gets the bytes of an object of each class.</summary>
    public static ReadOnlySpan<ushort> Bytes =>
    [
        0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576,
        640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784,
        6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
    ];
}
