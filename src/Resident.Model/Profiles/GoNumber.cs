namespace Resident.Model.Profiles;

/// <summary>Arithmetic as Go on amd64 does it, for reports that must agree with Go's to the last digit.</summary>
public static class GoNumber
{
    /// <summary>Cuts a number to 64 bits; what does not fit becomes the smallest number.</summary>
    public static long ToInt64(double value) =>
        value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;

    /// <summary>Gets the magnitude; the smallest number stays as it is.</summary>
    public static long Abs(long value) => value < 0 ? unchecked(-value) : value;
}
