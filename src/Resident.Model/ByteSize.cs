using System.Globalization;

namespace Resident.Model;

/// <summary>An amount of memory in bytes. The difference of two amounts is one too, so it can be negative.</summary>
/// <param name="Bytes">The amount, in bytes.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    private const long BytesPerKibibyte = 1024;
    private const long BytesPerMebibyte = 1024 * 1024;

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Gets the amount in mebibytes (2^20 bytes), with its fraction.</summary>
    public double Mebibytes => (double)Bytes / BytesPerMebibyte;

    /// <summary>Gets the amount in kibibytes, rounded towards zero: the unit that Linux prints as "kB".</summary>
    public long Kibibytes => Bytes / BytesPerKibibyte;

    /// <summary>Adds two amounts.</summary>
    /// <exception cref="OverflowException">The sum does not fit 63 bits.</exception>
    public static ByteSize operator +(ByteSize left, ByteSize right) => Add(left, right);

    /// <summary>Takes one amount from another.</summary>
    /// <exception cref="OverflowException">The difference does not fit 63 bits.</exception>
    public static ByteSize operator -(ByteSize left, ByteSize right) => Subtract(left, right);

    /// <summary>Tells whether the left amount is the smaller one.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>Tells whether the left amount is the larger one.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>Tells whether the left amount is at most the right one.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>Tells whether the left amount is at least the right one.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <inheritdoc cref="op_Addition"/>
    public static ByteSize Add(ByteSize left, ByteSize right) => new(checked(left.Bytes + right.Bytes));

    /// <inheritdoc cref="op_Subtraction"/>
    public static ByteSize Subtract(ByteSize left, ByteSize right) => new(checked(left.Bytes - right.Bytes));

    /// <summary>Converts a count of kibibytes, as the kernel prints them.</summary>
    /// <exception cref="OverflowException">The amount does not fit 63 bits.</exception>
    public static ByteSize FromKibibytes(long kibibytes) => new(checked(kibibytes * BytesPerKibibyte));

    /// <summary>Converts a count of mebibytes, as the Go runtime prints them under the name MB.</summary>
    /// <exception cref="OverflowException">The amount does not fit 63 bits.</exception>
    public static ByteSize FromMebibytes(long mebibytes) => new(checked(mebibytes * BytesPerMebibyte));

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Writes three or more significant digits in the largest binary unit that keeps the whole part above zero,
    /// as in "1.50 GiB", "12.3 MiB", "640 KiB".</summary>
    public override string ToString()
    {
        double value = Bytes;
        int unit = 0;
        while (Math.Abs(value) >= BytesPerKibibyte && unit < Units.Length - 1)
        {
            value /= BytesPerKibibyte;
            unit++;
        }

        string format = (unit, Math.Abs(value)) switch
        {
            (0, _) or (_, >= 100) => "0",
            (_, >= 10) => "0.0",
            _ => "0.00",
        };
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
