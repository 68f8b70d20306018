using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Resident.Cli.Alerts;
using Resident.Model.Verdicts;

namespace Resident.Cli.Tests.Alerts;

public sealed class AlertWatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AVerdictThatIsWaitedFor_IsToldOnceWithItsJson()
    {
        var route = new Stub(refusal: null);
        var looks = Channel.CreateUnbounded<int>();
        await using (Start(route, looks, _ => { }))
        {
            string document = await route.Told.Reader.ReadAsync(Cancel);
            using var json = JsonDocument.Parse(document);
            Assert.Equal("resident.verdict/1", json.RootElement.GetProperty("schema").GetString());
            Assert.Equal(VerdictIds.GoLiveHeapLeak, json.RootElement.GetProperty("verdict").GetString());

            // Two looks later it still has been told once.
            int seen = looks.Reader.Count;
            while (looks.Reader.Count < seen + 2)
            {
                _ = await looks.Reader.WaitToReadAsync(Cancel);
                await Task.Delay(10, Cancel);
            }
        }

        Assert.Equal(0, route.Told.Reader.Count);
    }

    [Fact]
    public async Task Run_ARouteThatRefuses_IsAWarning()
    {
        var warnings = Channel.CreateUnbounded<string>();
        await using (Start(new Stub("--webhook: http://host answered with 500 Broken."), Channel.CreateUnbounded<int>(), words => warnings.Writer.TryWrite(words)))
        {
            Assert.Equal("--webhook: http://host answered with 500 Broken. Watching goes on.", await warnings.Reader.ReadAsync(Cancel));
        }
    }

    private static AlertWatch Start(Stub route, Channel<int> looks, Action<string> tell) => new(
        _ =>
        {
            looks.Writer.TryWrite(0);
            return Task.FromResult<Verdict?>(Leak());
        },
        new AlertRequest(["leak"], TimeSpan.Zero, "unused", null),
        [route],
        TimeProvider.System,
        tell);

    private static Verdict Leak() => new()
    {
        Target = new() { Name = "orders" },
        Window = new(default, default, 2, 2, null),
        Id = VerdictIds.GoLiveHeapLeak,
        Confidence = Confidence.High,
        ConfidenceReason = new("confidence-clear"),
        ResFrom = default,
        ResTo = new(1 << 20),
        Ledger = [],
        Causes = [new() { Verdict = VerdictIds.GoLiveHeapLeak, Change = new(1 << 20) }],
        Forecast = new(),
    };

    private sealed class Stub : IAlertRoute
    {
        private readonly string? _refusal;

        public Stub(string? refusal)
        {
            _refusal = refusal;
        }

        public Channel<string> Told { get; } = Channel.CreateUnbounded<string>();

        public Task<string?> SendAsync(string verdict, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
        {
            Told.Writer.TryWrite(Encoding.UTF8.GetString(document.Span));
            return Task.FromResult(_refusal);
        }
    }
}
