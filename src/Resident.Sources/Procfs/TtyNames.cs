using System.Globalization;
using System.Text;

namespace Resident.Sources.Procfs;

/// <summary>Names terminals by their device number, as ps does: "pts/3", "tty1", "ttyS0", "?".</summary>
/// <remarks>Numbers from Documentation/admin-guide/devices.txt; others from /proc/tty/drivers, one driver a line:
/// <c>serial /dev/ttyS 4 64-95 serial</c>.</remarks>
internal sealed class TtyNames
{
    private const int FirstPtsMajor = 136;
    private const int LastPtsMajor = 143;
    private const int FirstSerialMinor = 64;

    private readonly List<(string Prefix, long Major, long First, long Last)> _drivers = [];

    public TtyNames(ProcFiles files)
    {
        string path = $"{files.Root}/tty/drivers";
        if (File.Exists(path))
        {
            using var bytes = files.Read(path);
            Read(bytes.Span);
        }
    }

    public string NameOf(long ttyNumber)
    {
        long major = (ttyNumber >> 8) & 0xfff;
        long minor = (ttyNumber & 0xff) | ((ttyNumber >> 12) & 0xfff00);
        return major switch
        {
            0 => "?",
            4 when minor < FirstSerialMinor => Numbered("tty", minor),
            4 => Numbered("ttyS", minor - FirstSerialMinor),
            5 when minor is 0 => "tty",
            5 when minor is 1 => "console",
            >= FirstPtsMajor and <= LastPtsMajor => Numbered("pts/", minor + ((major - FirstPtsMajor) << 8)),
            _ => FromDrivers(major, minor),
        };
    }

    private static string Numbered(string prefix, long number) => prefix + number.ToString(CultureInfo.InvariantCulture);

    private string FromDrivers(long major, long minor)
    {
        foreach (var driver in _drivers)
        {
            if (driver.Major == major && minor >= driver.First && minor <= driver.Last)
            {
                return driver.First == driver.Last ? driver.Prefix : Numbered(driver.Prefix, minor - driver.First);
            }
        }

        return "?";
    }

    private void Read(ReadOnlySpan<byte> text)
    {
        while (ProcText.TryReadLine(ref text, out var line))
        {
            _ = ProcText.ReadWord(ref line);
            string prefix = Encoding.UTF8.GetString(ProcText.ReadWord(ref line));
            if (!ProcText.TryReadNumber(ref line, out long major))
            {
                continue;
            }

            var range = ProcText.ReadWord(ref line);
            int dash = range.IndexOf((byte)'-');
            var firstText = dash < 0 ? range : range[..dash];
            var lastText = dash < 0 ? range : range[(dash + 1)..];
            if (ProcText.TryReadNumber(ref firstText, out long first) && ProcText.TryReadNumber(ref lastText, out long last))
            {
                _drivers.Add((prefix.StartsWith("/dev/", StringComparison.Ordinal) ? prefix[5..] : prefix, major, first, last));
            }
        }
    }
}
