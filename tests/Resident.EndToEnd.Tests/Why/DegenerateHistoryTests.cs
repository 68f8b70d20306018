using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Resident.Analysis.Diagnosis;
using Resident.Reporting.Verdicts;

namespace Resident.EndToEnd.Tests.Why;

/// <summary>Holds that whatever was seen can be answered: a watch's page asks from its first second on.</summary>
public sealed class DegenerateHistoryTests
{
    [Fact]
    public void Diagnose_HardlyAnyHistory_IsAnsweredInTextAndJson() => DegenerateHistory.All.Sample(
        static observation =>
        {
            var verdict = Diagnostician.Diagnose(observation);
            foreach (var words in (VerdictWords[])[VerdictWords.English, VerdictWords.Chinese])
            {
                using var text = new StringWriter(CultureInfo.InvariantCulture);
                VerdictText.Write(verdict, words, text, 100, color: true);
                Assert.NotEqual("", text.ToString());
                Assert.DoesNotContain("NaN", text.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain("∞", text.ToString(), StringComparison.Ordinal);

                var bytes = new ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(bytes))
                {
                    VerdictJson.Write(writer, verdict, words);
                }

                using var document = JsonDocument.Parse(bytes.WrittenMemory);
                Assert.Equal(verdict.Id, document.RootElement.GetProperty("verdict").GetString());
            }
        },
        iter: 3_000);
}
