using System.IO.Compression;
using System.Text;
using Resident.Cli.Pprof;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Pprof;

public sealed class PprofShellTests
{
    [Fact]
    public void Shell_CommandsFromAPipe_PrintsTheirReports()
    {
        var (status, output, _) = Run("top1 -cum\nquit\n");

        Assert.Equal(0, status);
        Assert.Contains("Showing top 1 nodes out of", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_UnknownCommand_SaysSoAndGoesOn()
    {
        var (status, output, words) = Run("nosuch\ncomments\ntop1\n");

        Assert.Equal(0, status);
        Assert.Contains("unrecognized command: \"nosuch\"", words, StringComparison.Ordinal);
        Assert.Contains("flat%", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_FilterOnALine_DoesNotPersist()
    {
        var (_, output, _) = Run("top nomatchanywhere\ntop1\n");

        Assert.Contains("Showing nodes accounting for 0", output, StringComparison.Ordinal);
        Assert.Contains("Showing top 1 nodes", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_Prompt_GoesWhereReportsGo()
    {
        var (_, output, words) = Run("comments\n");

        Assert.Equal("(pprof) (pprof) ", output);
        Assert.DoesNotContain("(pprof)", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("focus", "please specify a value, e.g. focus=<val>")]
    [InlineData("focus main", "did you mean: focus=main")]
    [InlineData("nosuch12", "unrecognized command: \"nosuch\"")]
    [InlineData("lines=x", "unknown config field \"lines\"")]
    [InlineData("help no such", "Unknown command: no such")]
    [InlineData("nodecount=99999999999999999999", "strconv.Atoi: parsing \"99999999999999999999\": value out of range")]
    public void Shell_WrongLine_SaysWhatPprofSays(string line, string expected)
    {
        var (_, _, words) = Run(line + "\n");

        Assert.EndsWith(expected + "\n", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_Options_AreListedAsByPprof()
    {
        var (_, _, words) = Run("nodecount=7 //: a week\nlines=1\no\n");

        Assert.Contains("\n  nodecount                 = 7                    \n", words, StringComparison.Ordinal);
        Assert.Contains("\n  focus                     = \"\"                   \n", words, StringComparison.Ordinal);
        Assert.Contains("\n  granularity               = lines                //: [addresses | filefunctions | files | functions | lines]\n", words, StringComparison.Ordinal);
        Assert.Contains("\n  sample_index              = cpu                  //: [samples | cpu]\n", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_FilterThatMatchesNothing_IsNotComplainedOfBeforeTheFirstCommand()
    {
        var (_, _, words) = Run("quit\n", "-focus=nomatchanywhere");

        Assert.DoesNotContain("matched no samples", words, StringComparison.Ordinal);
    }

    private static (int Status, string Output, string Words) Run(string input, params string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("pprof-shell").FullName;
        try
        {
            using (var cases = ZipFile.OpenRead(Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Pprof", "testdata", "conformance.zip")))
            {
                cases.GetEntry("own/go127/cpu.pb.gz")!.ExtractToFile(Path.Combine(folder, "cpu.pb.gz"));
            }

            using var error = new StringWriter();
            using var output = new MemoryStream();
            using var reader = new StringReader(input);
            var host = new PprofHost { Output = output, Error = error, Input = reader, Folder = folder };
            int status = PprofCommand.Run(["-symbolize=none", .. options, "cpu.pb.gz"], host);
            return (status, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
