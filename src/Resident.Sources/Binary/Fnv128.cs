namespace Resident.Sources.Binary;

/// <summary>FNV-1a of 128 bits: a name for bytes that nobody forges. The constants are those of the algorithm's authors.</summary>
internal struct Fnv128
{
    private static readonly UInt128 Prime = new(0x0000000001000000, 0x000000000000013B);

    private UInt128 _hash;

    /// <summary>Initializes a new instance of the <see cref="Fnv128"/> struct: the hash of no bytes.</summary>
    public Fnv128()
    {
        _hash = new(0x6C62272E07BB0142, 0x62B821756295C58D);
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            _hash = unchecked((_hash ^ one) * Prime);
        }
    }

    /// <summary>Gets the hash in 32 lower-case hexadecimal digits.</summary>
    public override readonly string ToString() => _hash.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
