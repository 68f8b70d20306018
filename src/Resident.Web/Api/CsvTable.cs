using System.Globalization;
using System.Text;

namespace Resident.Web.Api;

/// <summary>Merges series of different clocks into the rows of one table, in the order of time.</summary>
internal sealed class CsvTable
{
    private readonly SeriesSet _set;
    private readonly int[] _next;

    /// <summary>Initializes a new instance of the <see cref="CsvTable"/> class.</summary>
    /// <param name="set">What to write.</param>
    public CsvTable(SeriesSet set)
    {
        _set = set;
        _next = new int[set.Series.Count];
    }

    /// <summary>Appends the names: <c>time,unix_ms,process.res (bytes),…</c>.</summary>
    public void AppendHeader(StringBuilder text)
    {
        text.Append("time,unix_ms");
        foreach (var series in _set.Series)
        {
            var (id, unit) = (series.Description.Id, series.Description.Unit);
            text.Append(CultureInfo.InvariantCulture, $",{id} ({unit})");
            if (!series.Window.IsRaw)
            {
                text.Append(CultureInfo.InvariantCulture, $",{id} min ({unit}),{id} max ({unit})");
            }
        }

        text.Append('\n');
    }

    /// <summary>Appends the next row; false after the last.</summary>
    public bool AppendRow(StringBuilder text)
    {
        long time = NextTime();
        if (time == long.MaxValue)
        {
            return false;
        }

        text.Append(DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        text.Append(',').Append(time);
        for (int i = 0; i < _next.Length; i++)
        {
            var series = _set.Series[i].Window;
            bool here = _next[i] < series.TimesUnixMs.Count && series.TimesUnixMs[_next[i]] == time;
            AppendCell(text, here ? series.Last[_next[i]] : double.NaN);
            if (!series.IsRaw)
            {
                AppendCell(text, here ? series.Min[_next[i]] : double.NaN);
                AppendCell(text, here ? series.Max[_next[i]] : double.NaN);
            }

            _next[i] += here ? 1 : 0;
        }

        text.Append('\n');
        return true;
    }

    private static void AppendCell(StringBuilder text, double value)
    {
        text.Append(',');
        if (double.IsFinite(value))
        {
            text.Append(Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture));
        }
    }

    private long NextTime()
    {
        long time = long.MaxValue;
        for (int i = 0; i < _next.Length; i++)
        {
            var times = _set.Series[i].Window.TimesUnixMs;
            time = _next[i] < times.Count ? Math.Min(time, times[_next[i]]) : time;
        }

        return time;
    }
}
