using System.Globalization;
using Resident.Model.Observations;
using Resident.Monitoring.Recording;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>A recording, or a part of one: FILE or FILE@TIME.</summary>
internal sealed class RecordingWindow : IDisposable
{
    private readonly RecordingReader _reader;
    private readonly long _from;
    private readonly long _to;

    private RecordingWindow(string text, RecordingReader reader, long from, long to)
    {
        Text = text;
        _reader = reader;
        _from = from;
        _to = to;
    }

    /// <summary>Gets the words that named it.</summary>
    public string Text { get; }

    /// <summary>Gets the name and the times, for a person.</summary>
    public string Description
    {
        get
        {
            var extent = _reader.Extent(RecordingLog.Samples);
            long from = Math.Max(_from, extent?.FromUnixMs ?? 0);
            long to = Math.Min(_to, extent?.ToUnixMs ?? 0);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{_reader.Info.Name}, {DateTimeOffset.FromUnixTimeMilliseconds(from):u} to {DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(from, to)):u} ({Path.GetFileName(_reader.Path)})");
        }
    }

    /// <summary>Opens what the words name.</summary>
    /// <exception cref="WrongRequestException">What follows the @ is no time.</exception>
    public static RecordingWindow Open(string text, TimeSpan length)
    {
        int at = text.LastIndexOf('@');
        if (File.Exists(text) || at < 0)
        {
            return new RecordingWindow(text, RecordingReader.Open(text), long.MinValue, long.MaxValue);
        }

        if (!DateTimeOffset.TryParse(text.AsSpan(at + 1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time))
        {
            throw new WrongRequestException($"Expected FILE@TIME with a time such as 2026-11-23T08:00, found \"{text}\".");
        }

        long from = time.ToUnixTimeMilliseconds();
        return new RecordingWindow(text, RecordingReader.Open(text[..at]), from, from + (long)length.TotalMilliseconds);
    }

    /// <summary>Reads a series in the window.</summary>
    public List<double> Values(RecordingLog log, string name)
    {
        var values = new List<double>();
        foreach (var block in _reader.ReadRows(log, [name], _from, _to))
        {
            for (int row = 0; row < block.Last[0].Length; row++)
            {
                if (block.Last[0][row] != RowBlock.Missing && block.TimesUnixMs[row] >= _from && block.TimesUnixMs[row] <= _to)
                {
                    values.Add(block.Last[0][row]);
                }
            }
        }

        return values;
    }

    /// <summary>Reads the last heap profile in the window, or null where it has none.</summary>
    public HeapSites? Sites() => RecordedSites.Last(_reader, _from, _to);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();
}
