using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

public sealed class GcvisOptionsTests
{
    [Theory]
    [InlineData("-i 0.0.0.0 -p 8080 -o=false ./server -p 80", "0.0.0.0", 8080, false, "./server -p 80")]
    [InlineData("-i=0.0.0.0 --p=8080 godoc", "0.0.0.0", 8080, null, "godoc")]
    [InlineData("-o cmd", null, null, true, "cmd")]
    [InlineData("-o=F -- -cmd", null, null, false, "-cmd")]
    [InlineData("-p 0", null, 0, null, "")]
    public void TryTranslate_UnderstandsTheFlagsOfGcvis(string line, string? address, int? port, bool? open, string command)
    {
        var options = GcvisOptions.TryTranslate(line.Split(' '));

        Assert.NotNull(options);
        Assert.Equal((address, port, open), (options.Address, options.Port, options.OpenBrowser));
        Assert.Equal(command, string.Join(' ', options.Command));
    }

    [Theory]
    [InlineData("./server -p 80")]
    [InlineData("--json -p 80 ./server")]
    [InlineData("-p 80000 ./server")]
    [InlineData("-o=maybe ./server")]
    [InlineData("-p")]
    public void TryTranslate_AnythingElse_IsNotGcvis(string line) => Assert.Null(GcvisOptions.TryTranslate(line.Split(' ')));
}
