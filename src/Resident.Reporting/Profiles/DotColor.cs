using System.Globalization;

namespace Resident.Reporting.Profiles;

/// <summary>Colours of a graph: grey for little, red for much, green for much less.</summary>
internal static class DotColor
{
    private const double Shift = 0.7;
    private const double GreyBelow = 0.2;

    /// <summary>Gets the colour of a part of the whole.</summary>
    /// <param name="score">The part, from -1 to 1.</param>
    /// <param name="isBackground">Whether text stands on the colour.</param>
    public static string Of(double score, bool isBackground)
    {
        double saturation = isBackground ? 0.1 : 1.0;
        double value = isBackground ? 0.93 : 0.7;
        score = Math.Max(-1.0, Math.Min(1.0, score));
        if (Math.Abs(score) < GreyBelow)
        {
            saturation *= Math.Abs(score) / GreyBelow;
        }

        score = score > 0 ? Math.Pow(score, 1.0 - Shift) : score < 0 ? -Math.Pow(-score, 1.0 - Shift) : score;
        double red = score < 0 ? value * (1 + (saturation * score)) : value;
        double green = score < 0 ? value : value * (1 - (saturation * score));
        double blue = value * (1 - saturation);
        return string.Create(CultureInfo.InvariantCulture, $"#{Byte(red):x2}{Byte(green):x2}{Byte(blue):x2}");
    }

    private static byte Byte(double part) => double.IsNaN(part) ? (byte)0 : (byte)(part * 255.0);
}
