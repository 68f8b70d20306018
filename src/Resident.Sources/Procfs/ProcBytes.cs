using System.Buffers;

namespace Resident.Sources.Procfs;

/// <summary>The bytes of one file under /proc in a rented buffer, given back by Dispose.</summary>
internal readonly ref struct ProcBytes
{
    private readonly byte[] _rented;
    private readonly int _length;

    public ProcBytes(byte[] rented, int length)
    {
        _rented = rented;
        _length = length;
    }

    public ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rented);
}
