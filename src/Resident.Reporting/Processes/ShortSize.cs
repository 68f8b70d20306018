using System.Globalization;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes sizes in at most five characters, as top does: "640K", "9.77M", "12.3M", "1023M", "1.50G".</summary>
internal static class ShortSize
{
    private const double Step = 1024;
    private const string Units = "BKMGTPE";

    public static string Format(ByteSize? size)
    {
        if (size is not { } known)
        {
            return "-";
        }

        double value = Math.Abs((double)known.Bytes);
        int unit = 0;
        // 1023.5 would be rounded to 1024, so it is the next unit's 1.00.
        while (value >= Step - 0.5 && unit < Units.Length - 1)
        {
            value /= Step;
            unit++;
        }

        string format = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        string text = value.ToString(format, CultureInfo.InvariantCulture) + Units[unit];
        return known.Bytes < 0 ? "-" + text : text;
    }
}
