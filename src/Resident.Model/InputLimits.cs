namespace Resident.Model;

/// <summary>The bounds on what any input may make us hold. Each default is large for honest inputs and small for memory.</summary>
public sealed record InputLimits
{
    /// <summary>Gets the bounds that hold where nothing else was asked for.</summary>
    public static InputLimits Default { get; } = new();

    /// <summary>Gets how many bytes of one line of a trace are kept while it is decided whether it is one. Longer lines pass
    /// through unharmed; they are not held. Default 64 KiB.</summary>
    public int TraceLineBytes { get; init; } = 64 * 1024;

    /// <summary>Gets how many sources one trace stream may have before further ones share a parser. Default 256.</summary>
    public int TraceSources { get; init; } = 256;

    /// <summary>Gets how many bytes of a file under /proc or /sys are read. Default 64 MiB. Files that tell mappings are not
    /// held: <see cref="Mappings"/>.</summary>
    public int ProcFileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets how many mappings of a process are read. Default 1,048,576, the largest vm.max_map_count that distributions
    /// set: 88 MiB.</summary>
    public int Mappings { get; init; } = 1 << 20;

    /// <summary>Gets how many bytes of an HTTP answer with figures are read. Default 4 MiB: a service with 40,000
    /// metrics.</summary>
    public int HttpBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Gets how many bytes of an HTTP answer with a profile are read. Default 32 MiB, as compressed as it
    /// comes.</summary>
    public int HttpProfileBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Gets how many bytes a profile that a watched program serves may have after decompression. Default 128
    /// MiB.</summary>
    public long ServedProfileBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>Gets how many bytes of one answer of a Prometheus server are read. Default 64 MiB: forty metrics of
    /// 11,000 points are 15 MiB.</summary>
    public int PrometheusBodyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets how many bytes a profile may have after decompression. Default 2 GiB less one byte.</summary>
    public long ProfileBytes { get; init; } = int.MaxValue;
}
