using Resident.Analysis.Diagnosis;
using Resident.Model.Verdicts;
using Resident.Monitoring.Recording;
using Resident.Store;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>Holds that the rules answer on three recorded days as on half a minute.</summary>
public sealed class ThreeDayRecordingTests
{
    [Theory]
    [InlineData(0, VerdictIds.HealthyPeriodic, VerdictIds.HealthySteady)]
    [InlineData(3, VerdictIds.GoLiveHeapLeak, VerdictIds.GoLiveHeapLeak)]
    public void Diagnose_ThreeRecordedDays_TellsALeakFromOfficeHours(double leak, string expected, string orElse)
    {
        string path = Path.Combine(Path.GetTempPath(), $"three-days-{Guid.NewGuid():N}.resident");
        try
        {
            new ThreeDayService(leak, seed: 7).Record(path, everySeconds: 20);
            using var recording = RecordingReader.Open(path);

            var verdict = Diagnostician.Diagnose(RecordedObservation.Read(recording));

            Assert.Contains(verdict.Id, new[] { expected, orElse });
            Assert.NotEqual(Confidence.Provisional, verdict.Confidence);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Record_ThreeDaysAtOneHertz_ForTheBench()
    {
        string? path = Environment.GetEnvironmentVariable("RESIDENT_BENCH_RECORDING");
        Assert.SkipWhen(path is null, "It makes the file that bench/three-days.sh measures, where RESIDENT_BENCH_RECORDING says.");

        new ThreeDayService(leakMebibytesADay: 3, seed: 7).Record(path!, everySeconds: 1);

        Assert.True(File.Exists(path));
    }
}
