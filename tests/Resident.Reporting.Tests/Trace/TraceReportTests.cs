using System.Buffers;
using System.Text;
using Resident.Model;
using Resident.Reporting.Trace;
using Resident.Reporting.Verdicts;
using Resident.Testing;

namespace Resident.Reporting.Tests.Trace;

public sealed class TraceReportTests
{
    [Fact]
    public void Json_IsOneObjectALine()
    {
        var output = new ArrayBufferWriter<byte>();

        TraceJson.Write(output, new GcCycle
        {
            Line = 12,
            Source = "api-1",
            Number = 7,
            AtSeconds = 0.404,
            WallTime = DateTimeOffset.UnixEpoch,
            ClockMilliseconds = [0.084, 114, 0.25],
            CpuMilliseconds = [0.16, 0, 52, 82, 0.5],
            HeapStartMebibytes = 58,
            HeapEndMebibytes = 70,
            HeapLiveMebibytes = 57,
            GoalMebibytes = 69,
            StacksMebibytes = 0,
            GlobalsMebibytes = 0,
            Procs = 2,
            Forced = true,
            Era = "1.18",
            Repaired = true,
            PauseMilliseconds = 0.334,
        });
        TraceJson.Write(output, new GcCycle
        {
            Line = 1,
            Number = 14,
            ClockMilliseconds = [1, 1, 0],
            HeapStartMebibytes = 10,
            HeapEndMebibytes = 5,
            Era = "1.0",
            PauseMilliseconds = 2,
        });
        TraceJson.Write(output, new ScavengeEvent
        {
            Line = 13,
            Work = ByteSize.FromKibibytes(32800),
            Released = ByteSize.FromKibibytes(36360),
            UtilizationPercent = 100,
            Forced = true,
            Era = "1.14",
        });

        Golden.Compare(Encoding.UTF8.GetString(output.WrittenSpan), "trace.jsonl");
    }

    [Fact]
    public void Text_TellsEachProcess_TheScavengerAndTheRest()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var summary = new GcTraceSummary
        {
            Source = "api-1",
            Cycles = 9,
            Forced = 1,
            Repaired = 2,
            LimitDriven = 0,
            Era = "1.18",
            FromSeconds = 0.064,
            ToSeconds = 2.169,
            FirstLiveMebibytes = 5,
            LastLiveMebibytes = 164,
            LargestLiveMebibytes = 164,
            LastGoalMebibytes = 248,
            Procs = 2,
            PauseMedianMilliseconds = 1.743,
            Pause99Milliseconds = 3.8,
            LongestPauseMilliseconds = 3.8,
            CpuPercent = 9.34,
            LargestCpuPercent = 20,
            AllocationMebibytesPerSecond = 120.25,
        };

        TraceText.Write(
            output, [summary],
            [new ScavengeSummary("", 1, ByteSize.FromMebibytes(3), ByteSize.FromMebibytes(8))],
            new Dictionary<string, long>(StringComparer.Ordinal) { ["pacer"] = 3, ["sched"] = 0 }, incompleteLines: 1,
            VerdictWords.English);

        Golden.Compare(output.ToString(), "trace.txt");
    }

    [Fact]
    public void Text_WithoutACycle_SaysWhatWouldGiveOne()
    {
        using var output = new StringWriter { NewLine = "\n" };

        TraceText.Write(output, [], [], new Dictionary<string, long>(StringComparer.Ordinal), incompleteLines: 0, VerdictWords.English);

        Assert.Equal("No GC cycle. A program prints its first when its heap passes 4 MiB; GODEBUG=gctrace=1 must be set.\n", output.ToString());
    }
}
