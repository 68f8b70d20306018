using System.Globalization;
using System.Text.Json;

namespace Resident.EndToEnd.Tests.Machines;

/// <summary>What a virtual machine printed: sections, each below a line "@@ NAME".</summary>
internal sealed class GuestReport
{
    private const string Mark = "@@ ";

    private readonly Dictionary<string, string> _sections = new(StringComparer.Ordinal);

    public static GuestReport Parse(string text)
    {
        var report = new GuestReport();
        foreach (string section in ("\n" + text).Split("\n" + Mark).Skip(1))
        {
            int end = section.IndexOf('\n', StringComparison.Ordinal);
            report._sections[end < 0 ? section : section[..end]] = end < 0 ? "" : section[(end + 1)..];
        }

        return report;
    }

    public bool Has(string name) => _sections.ContainsKey(name);

    public string Text(string name) => _sections.TryGetValue(name, out string? text) ? text : throw new KeyNotFoundException($"The machine told nothing of \"{name}\".");

    public string[] Lines(string name) => Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Gets the section's JSON document: its line that begins with a brace.</summary>
    public JsonElement Json(string name) => JsonDocument.Parse(Lines(name).First(static line => line.StartsWith('{'))).RootElement;

    /// <summary>Gets the section's only number.</summary>
    public long Number(string name) => long.Parse(Lines(name)[0], CultureInfo.InvariantCulture);

    /// <summary>Gets the number behind a word, as the kernel's tables have it: "anon 4096", "VmRSS:  12 kB".</summary>
    public long Figure(string name, string key) => Lines(name)
        .Select(static line => line.Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries))
        .Where(words => words.Contains(key, StringComparer.Ordinal))
        .Select(words => long.Parse(words[Array.IndexOf(words, key) + 1], CultureInfo.InvariantCulture))
        .First();
}
