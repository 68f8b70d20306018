using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Resident.Cli.Pprof;
using Resident.EndToEnd.Tests.Run;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>The real go tool pprof opens what we write, and says the same of it.</summary>
public sealed class PprofReferenceTests
{
    private static readonly string[] Inputs =
        ["own/go127/cpu.pb.gz", "own/go127/heap_after.pb.gz", "own/go127/mutex.pb.gz", "own/go119/heap_before.pb.gz", "own/edge/inlines.pb.gz", "own/edge/labels.pb.gz", "own/edge/unpacked.pb"];

    [Fact]
    public async Task Proto_OpenedByGoToolPprof_HasTheSameTop()
    {
        string go = await GoProgram.CommandAsync();
        string folder = Directory.CreateTempSubdirectory("pprof-reference").FullName;
        try
        {
            foreach (string input in Inputs)
            {
                string name = Path.GetFileName(input);
                Extract(input, Path.Combine(folder, name));

                // A comment: so that the profile is written anew, and not passed on.
                Run(folder, "-proto", "-symbolize=none", "-add_comment=written by us", "-output=ours.pb.gz", name);
                string theirs = await AskAsync(go, folder, "-top", "-symbolize=none", "ours.pb.gz");

                Assert.Equal(Table(Run(folder, "-top", "-symbolize=none", name)), Table(theirs));
                Assert.Contains("written by us", await AskAsync(go, folder, "-comments", "ours.pb.gz"), StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Merge_OpenedByGoToolPprof_HasTheTopOfItsOwnMerge()
    {
        string go = await GoProgram.CommandAsync();
        string folder = Directory.CreateTempSubdirectory("pprof-reference").FullName;
        try
        {
            Extract("own/go127/heap_before.pb.gz", Path.Combine(folder, "a.pb.gz"));
            Extract("own/go127/heap_after.pb.gz", Path.Combine(folder, "b.pb.gz"));

            Run(folder, "-proto", "-symbolize=none", "-output=ours.pb.gz", "a.pb.gz", "b.pb.gz");

            Assert.Equal(
                Table(await AskAsync(go, folder, "-top", "-symbolize=none", "a.pb.gz", "b.pb.gz")),
                Table(await AskAsync(go, folder, "-top", "-symbolize=none", "ours.pb.gz")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Extract(string entry, string path)
    {
        using var cases = ZipFile.OpenRead(Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Pprof", "testdata", "conformance.zip"));
        cases.GetEntry(entry)!.ExtractToFile(path);
    }

    /// <summary>Releases print the header's time in their own ways; the table is the same.</summary>
    private static string Table(string report)
    {
        int start = report.IndexOf("Showing nodes", StringComparison.Ordinal);
        Assert.True(start >= 0, report);
        return report[start..];
    }

    private static string Run(string folder, params string[] args)
    {
        using var error = new StringWriter();
        using var output = new MemoryStream();
        var host = new PprofHost { Output = output, Error = error, Input = TextReader.Null, Folder = folder };
        int status = PprofCommand.Run(args, host);
        Assert.True(status == 0, error.ToString());
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task<string> AskAsync(string go, string folder, params string[] args)
    {
        var start = new ProcessStartInfo(go, ["tool", "pprof", .. args])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PPROF_TMPDIR"] = folder;
        start.Environment["GOTOOLCHAIN"] = "local";
        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var words = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        string complaint = await words;
        Assert.SkipWhen(complaint.Contains("no such tool", StringComparison.Ordinal), $"This Go has no pprof: {complaint}");
        Assert.True(process.ExitCode == 0, complaint);
        return output;
    }
}
