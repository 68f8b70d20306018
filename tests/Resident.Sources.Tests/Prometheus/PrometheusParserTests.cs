using System.Text;
using CsCheck;
using Resident.Model;
using Resident.Sources.Prometheus;

namespace Resident.Sources.Tests.Prometheus;

public sealed class PrometheusParserTests
{
    private const string Matrix = """
        {"status":"success","warnings":["store 10.0.0.9 is down"],"data":{"resultType":"matrix","result":[
          {"metric":{"__name__":"go_goroutines","job":"orders","note":"a \"b\" é"},"values":[[1435781430.781,"23"],[1435781445.781,"2.4e1"]]},
          {"metric":{"__name__":"empty"},"values":[]}]},"stats":{"seriesFetched":"1"}}
        """;

    [Fact]
    public void Parse_Matrix_HasSeriesAndWarnings()
    {
        var answer = Parse(Matrix);

        Assert.Equal(("go_goroutines", "orders", "a \"b\" é"), (answer.Series[0].Name, answer.Series[0].Labels["job"], answer.Series[0].Labels["note"]));
        Assert.Equal([1_435_781_430_781, 1_435_781_445_781], answer.Series[0].UnixMs);
        Assert.Equal([23.0, 24.0], answer.Series[0].Values);
        Assert.Empty(answer.Series[1].Values);
        Assert.Equal(["store 10.0.0.9 is down"], answer.Warnings);
    }

    [Fact]
    public void Parse_VectorAndLabelSets_AreThat()
    {
        var vector = Parse("""{"data":{"result":[{"value":[5,"7"],"metric":{}}],"resultType":"vector"},"status":"success"}""");
        var sets = Parse("""{"status":"success","data":[{"job":"a"},{"job":"b"}]}""");

        Assert.Equal((5_000, 7.0), (vector.Series[0].UnixMs[0], vector.Series[0].Values[0]));
        Assert.Equal(["a", "b"], sets.LabelSets.Select(static labels => labels["job"]));
    }

    [Fact]
    public void Parse_NaNAndInfinities_ArePassedOver()
    {
        var answer = Parse("""{"status":"success","data":{"result":[{"metric":{},"values":[[1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"1e400"],[5,"6"]]}]}}""");

        Assert.Equal([5_000L], answer.Series[0].UnixMs);
        Assert.Equal([6.0], answer.Series[0].Values);
    }

    [Theory]
    [InlineData("<html>", "x: Expected the JSON of Prometheus' API, found what is none: '<' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0.")]
    [InlineData("[]", "x: Expected an answer of Prometheus' API with StartObject, found StartArray at byte 0.")]
    [InlineData("{\"memstats\":{}}", "x: Expected an answer of Prometheus' API with \"status\":\"success\" and \"data\", found another document.")]
    [InlineData("{\"status\":\"odd\"}", "x: Expected an answer of Prometheus' API with \"status\":\"success\" and \"data\", found status \"odd\".")]
    [InlineData("{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[2,\"1\"],[1,\"1\"]]}]}}", "x: Expected an answer of Prometheus' API with times that rise, found 1 after 2.")]
    [InlineData("{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[2,\"much\"]]}]}}", "x: Expected an answer of Prometheus' API with a number in quotes, found \"much\".")]
    [InlineData("{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[-2,\"1\"]]}]}}", "x: Expected an answer of Prometheus' API with seconds since 1970, found -2.")]
    [InlineData("{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[2,1]]}]}}", "x: Expected an answer of Prometheus' API with String, found Number at byte 52.")]
    public void Parse_AnotherDocument_SaysWhatWasExpected(string json, string message) =>
        Assert.Equal(message, Assert.Throws<MalformedInputException>(() => Parse(json)).Message);

    [Fact]
    public void Parse_ErrorOfTheServer_IsTold() =>
        Assert.Equal(
            "x: The server refuses the query: parse error at char 3",
            Assert.Throws<HttpRequestException>(static () => Parse("""{"status":"error","errorType":"bad_data","error":"parse error at char 3"}""")).Message);

    [Fact]
    public void Parse_AnyBytes_AreAnAnswerOrMalformed() => Gen.Select(Gen.Int[0, Matrix.Length - 1], Gen.Byte, Gen.Int[0, 40]).Sample(static (place, value, cut) =>
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Matrix);
        bytes[place] = value;
        try
        {
            _ = PrometheusParser.Parse(bytes.AsSpan(0, bytes.Length - (cut < 20 ? cut : 0)), "x");
        }
        catch (Exception problem) when (problem is MalformedInputException or HttpRequestException)
        {
            // An answer; anything else fails the test.
        }
    });

    private static PrometheusAnswer Parse(string json) => PrometheusParser.Parse(Encoding.UTF8.GetBytes(json), "x");
}
