using Resident.Model;
using Resident.Monitoring.History;
using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Tests.History;

/// <summary>Rates of what an address tells: what is not told is no rate of zero.</summary>
public sealed class RateSeriesTests
{
    [Theory]
    [InlineData(false, double.NaN)]
    [InlineData(true, 50)]
    public void Read_PartialProcess_TellsCpuOnlyWhereItIsTold(bool tellsCpu, double percent)
    {
        var rates = new RateSeries();
        double[] values = new double[RateSeries.Descriptions.Count];

        for (int second = 1; second <= 2; second++)
        {
            var time = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(second);
            var metrics = new Dictionary<string, double>(StringComparer.Ordinal) { [PrometheusFormat.Resident] = 1e8 };
            if (tellsCpu)
            {
                metrics["process_cpu_seconds_total"] = 0.5 * second;
            }

            rates.Read(new Sample { Time = time, Process = PrometheusSample.FindProcess(time, "a:1", metrics) }, default, values);
        }

        Assert.Equal([percent, double.NaN, double.NaN], values[..3]);
    }
}
