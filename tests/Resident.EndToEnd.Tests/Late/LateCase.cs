using System.Text.Json;
using Resident.EndToEnd.Tests.Why;

namespace Resident.EndToEnd.Tests.Late;

/// <summary>A service of some age that is asked about for a short while, and what the answer has to be.</summary>
internal sealed record LateCase
{
    private const int DefaultFor = 30;

    public required string Name { get; init; }

    /// <summary>Gets the program's folder beside the cases.</summary>
    public required string Program { get; init; }

    public required IReadOnlyList<string> Args { get; init; }

    public required IReadOnlyDictionary<string, string> Env { get; init; }

    /// <summary>Gets how it is built; see <see cref="ScenarioPrograms.BuildAsync"/>.</summary>
    public required string Flavour { get; init; }

    /// <summary>Gets the seconds after which somebody looks.</summary>
    public required int Age { get; init; }

    /// <summary>Gets for how many seconds.</summary>
    public required int For { get; init; }

    /// <summary>Gets what it is: "leak", "healthy", "over" (it grew and does not any more), "unsure" (nobody can know
    /// yet), or a verdict's id.</summary>
    public required string Expect { get; init; }

    /// <summary>Gets a regular expression that the place of a leak fulfils; empty where none can be known.</summary>
    public required string Site { get; init; }

    /// <summary>Gets a value indicating whether it runs without --all too.</summary>
    public required bool Always { get; init; }

    /// <summary>Gets the reason for what is expected.</summary>
    public required string Why { get; init; }

    /// <summary>Reads all cases.</summary>
    public static IReadOnlyList<LateCase> ReadAll()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(ScenarioPrograms.Folder, "late", "cases.json")));
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    private static LateCase Read(JsonElement row) => new()
    {
        Name = row.GetProperty("name").GetString()!,
        Program = row.GetProperty("program").GetString()!,
        Args = [.. row.GetProperty("args").EnumerateArray().Select(static each => each.GetString()!)],
        Env = row.TryGetProperty("env", out var variables)
            ? variables.EnumerateObject().ToDictionary(static each => each.Name, static each => each.Value.GetString()!, StringComparer.Ordinal)
            : new(StringComparer.Ordinal),
        Flavour = row.TryGetProperty("flavour", out var flavour) ? flavour.GetString()! : "profiled-stripped",
        Age = row.GetProperty("age").GetInt32(),
        For = row.TryGetProperty("for", out var seconds) ? seconds.GetInt32() : DefaultFor,
        Expect = row.GetProperty("expect").GetString()!,
        Site = row.TryGetProperty("site", out var site) ? site.GetString()! : "",
        Always = row.TryGetProperty("always", out var always) && always.GetBoolean(),
        Why = row.GetProperty("why").GetString()!,
    };
}
