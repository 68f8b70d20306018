using System.Globalization;

namespace Resident.Sources.Tests.GoTrace;

/// <summary>Trace lines that a collector made fields of its own records of, or put text behind. Each case is a kind, of
/// whatever product.</summary>
public sealed class WrappedLineTests
{
    public static TheoryData<string> Shapes =>
    [
        """{"ts":"1","pid":"4711","MESSAGE":"§"}""",
        """{"message": "§", "kubernetes": {"pod": "orders-0"}}""",
        """{"a":{"line":"§\n"},"stream":"stderr"}""",
        """time="2026-03-01T10:00:00Z" level=info msg="§" stream=stderr""",
        """ts=1 msg="§" """,
        """msg='§' pod=orders-0""",
        """
        "17723","2026-03-01 10:00:00","§","{""pod"":""orders-0""}"
        """,
        """17723;"§";orders-0""",
        """§ host=node-3 pod=orders-0""",
        """§, orders-0""",
        "§\torders-0",
        """2026-03-01T10:00:00.000Z § {"pod":"orders-0"}""",
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Cycle_InARecordOfACollector_IsReadAndTheRecordPassesAsItCame(string shape)
    {
        string log = string.Concat(Enumerable.Range(1, 5).Select(number => shape.Trim().Replace("§", Cycle(number), StringComparison.Ordinal) + "\n"));

        var whole = SplitRun.Of(log);
        var inPieces = SplitRun.Of(System.Text.Encoding.UTF8.GetBytes(log), pieces: static at => 1 + (at % 23));

        Assert.Equal([1L, 2, 3, 4, 5], whole.Cycles.Select(static cycle => cycle.Number));
        Assert.All(whole.Cycles, static cycle => Assert.Equal((9 + cycle.Number, cycle.Number == 3), (cycle.GoalMebibytes, cycle.Forced)));
        Assert.Equal(whole.ToString(), inPieces.ToString());
        Assert.Equal((0L, 0L), (whole.Counts.IncompleteLines, whole.Counts.UnreadLines));
    }

    [Theory]
    [InlineData("he said \"§\" and left")]
    [InlineData("see '§'.")]
    public void Cycle_QuotedInASentence_IsTheProgramsOwnText(string shape)
    {
        string log = shape.Replace("§", Cycle(1), StringComparison.Ordinal) + "\n";

        var run = SplitRun.Of(log);

        Assert.Equal((0, log), (run.Cycles.Count, run.Passed));
    }

    [Fact]
    public void Line_ThatHoldsTraceWithoutItsEnd_IsCounted()
    {
        string log = $"{{\"MESSAGE\":\"{Cycle(1)[..70]}\"}}\n";

        var run = SplitRun.Of(log);

        Assert.Equal((0, log, 1L), (run.Cycles.Count, run.Passed, run.Counts.UnreadLines));
    }

    // The third one is forced.
    private static string Cycle(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"gc {number} @{number}.011s 2%: 0.002+0.6+0.003 ms clock, 0.29+0.1/0.32/0+0.074 ms cpu, 11->12->6 MB, {9 + number} MB goal, 0 MB stacks, 0 MB globals, 8 P{(number == 3 ? " (forced)" : "")}");
}
