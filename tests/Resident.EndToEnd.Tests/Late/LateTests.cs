using System.Globalization;
using Resident.EndToEnd.Tests.Why;

namespace Resident.EndToEnd.Tests.Late;

/// <summary>Asks `why` of services of some age, late and for a short while: what is unknown is said to be unknown, and
/// nothing false is said. A few run always, all behind ./test --all, and those that are chosen with
/// tests/scenarios/late/run.sh.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class LateTests
{
    private static readonly LateOptions Options = LateOptions.FromEnvironment();
    private static readonly LateRun Run = new(Options);
    private static readonly Dictionary<string, (LateCase Case, string Release, int Round)> Chosen =
        Options.Rows().ToDictionary(static row => string.Create(CultureInfo.InvariantCulture, $"{row.Case.Name} {row.Release} {row.Round}"), StringComparer.Ordinal);

    private static readonly Dictionary<string, Task<(LateGrade? Grade, string? WhyNot)>> Runs = new(StringComparer.Ordinal);
    private static readonly Lazy<Task> Started = new(StartAllAsync);

    /// <summary>Gets the rows: a case's name, a release and a round.</summary>
    public static TheoryData<string> Rows => [.. Chosen.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Why_AskedLateAndBriefly_SaysNothingFalse(string row)
    {
        await Started.Value;

        var (grade, whyNot) = await Runs[row];

        Assert.SkipWhen(grade is null, whyNot ?? "");
        Assert.True(grade!.State is "right" or "weak", $"{row} is {Chosen[row].Case.Expect}: {Chosen[row].Case.Why}.\nFound: {grade.Summary}");
    }

    // All begin with the first row, the longest before the others: they wait in this order once all programs are built.
    private static async Task StartAllAsync()
    {
        _ = await Task.WhenAll(Chosen.Values.Select(static row => LateRun.BuildAsync(row.Case, row.Release)));
        foreach (var (key, row) in Chosen.OrderByDescending(static pair => pair.Value.Case.Age + pair.Value.Case.For))
        {
            Runs[key] = Run.RunAsync(row.Case, row.Release, row.Round);
        }
    }
}
