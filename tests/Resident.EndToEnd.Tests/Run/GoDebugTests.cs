using System.Text;
using CsCheck;
using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

public sealed class GoDebugTests
{
    [Theory]
    [InlineData("", "gctrace=1,scavtrace=1")]
    [InlineData("gctrace=1", "gctrace=1,scavtrace=1")]
    [InlineData("gctrace=2", "gctrace=2,scavtrace=1")]
    [InlineData("gctrace=0", "gctrace=0,scavtrace=1")]
    [InlineData("scavtrace=0,gctrace=0", "scavtrace=0,gctrace=0")]
    [InlineData("madvdontneed=0", "madvdontneed=0,gctrace=1,scavtrace=1")]
    [InlineData("madvdontneed=0,", "madvdontneed=0,gctrace=1,scavtrace=1")]
    [InlineData(",", ",gctrace=1,scavtrace=1")]
    [InlineData("gctrace=1,gctrace=2", "gctrace=1,gctrace=2,scavtrace=1")]
    [InlineData("gctrace", "gctrace,gctrace=1,scavtrace=1")]
    [InlineData("gctrace=", "gctrace=,gctrace=1,scavtrace=1")]
    [InlineData("gctrace=yes", "gctrace=yes,gctrace=1,scavtrace=1")]
    [InlineData(" gctrace=2", " gctrace=2,gctrace=1,scavtrace=1")]
    [InlineData("xgctrace=2", "xgctrace=2,gctrace=1,scavtrace=1")]
    [InlineData("gctrace=-1", "gctrace=-1,scavtrace=1")]
    [InlineData("=,==,a=b=c", "=,==,a=b=c,gctrace=1,scavtrace=1")]
    public void Merge_AddsWhatIsMissingAndKeepsTheRest(string before, string after) =>
        Assert.Equal(after, Encoding.UTF8.GetString(GoDebug.Merge(Encoding.UTF8.GetBytes(before))));

    [Fact]
    public void Merge_OfAnyBytes_KeepsThemAndAddsNothingTwice() =>
        Gen.Byte.Array[0, 60].Sample(static bytes =>
        {
            byte[] once = GoDebug.Merge(bytes);

            Assert.True(once.AsSpan().StartsWith(bytes));
            Assert.Equal(once, GoDebug.Merge(once));
        });

    [Fact]
    public async Task Environment_PassesByteForByteButForGodebug()
    {
        // Perl sets bytes that are no UTF-8, which .NET cannot.
        await using var run = Launched.Start(
            "perl",
            ["-e", "%ENV = (PATH => $ENV{PATH}, GODEBUG => 'netdns=go', RAW => \"\\xff\\xfe=\"); exec @ARGV, \"\\xff\"", ResidentProgram.Path, "__run", "--", "sh", "-c", "cat /proc/self/environ; printf %s \"$1\"", "sh"]);

        byte[] stdout = await run.StdoutAsync();

        byte[] raw = [.. "RAW="u8, 0xFF, 0xFE, (byte)'=', 0];
        Assert.Equal(0xFF, stdout[^1]);
        Assert.NotEqual(-1, stdout.AsSpan().IndexOf(raw));
        Assert.NotEqual(-1, stdout.AsSpan().IndexOf("GODEBUG=netdns=go,gctrace=1,scavtrace=1\0"u8));
    }

    [Fact]
    public void WithTracing_RepeatedVariable_MergesTheLastOne()
    {
        byte[][] before = ["GODEBUG=a=1"u8.ToArray(), "X"u8.ToArray(), "GODEBUG=b=1"u8.ToArray()];

        string[] after = [.. ChildEnvironment.WithTracing(before).Select(Encoding.UTF8.GetString)];

        Assert.Equal(["GODEBUG=a=1", "X", "GODEBUG=b=1,gctrace=1,scavtrace=1"], after);
    }
}
