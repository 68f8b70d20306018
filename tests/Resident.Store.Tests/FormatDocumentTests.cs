using System.Diagnostics;
using System.Globalization;
using Resident.Testing;

namespace Resident.Store.Tests;

/// <summary>The program in docs/formats/recording.md reads what we write.</summary>
public sealed class FormatDocumentTests
{
    [Fact]
    public async Task ProgramOfTheDocument_ReadsEveryValue()
    {
        using var scratch = new Scratch();
        var walk = new Walk(9);
        List<RecordedStep> steps = [.. Enumerable.Range(0, 2_000).Select(_ => walk.NextStep())];
        using (var writer = RecordingWriter.Open(scratch.File, new RecordingOptions { Name = "python" }))
        {
            writer.Append(steps);
        }

        string document = await File.ReadAllTextAsync(Repository.PathOf("docs", "formats", "recording.md"), TestContext.Current.CancellationToken);
        string program = document.Split("```python\n")[1].Split("```")[0];
        await File.WriteAllTextAsync(scratch.PathOf("read.py"), program, TestContext.Current.CancellationToken);

        foreach (var (name, read) in new (string, Func<RecordedStep, long>)[]
        {
            ("process.res", static step => step.Sample!.Process!.Res.Bytes),
            ("go.totalAlloc", static step => step.Sample!.Go!.TotalAlloc!.Value),
        })
        {
            string found = await RunAsync(scratch.PathOf("read.py"), scratch.File, name);

            Assert.Equal(string.Concat(steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.UnixMs} {read(step)}\n"))), found);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not here: apt-get install python3");
            return "";
        }
    }
}
