using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Resident.Cli.Pprof;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>Holds every report against what go tool pprof writes, byte for byte.</summary>
public sealed class PprofConformanceTests
{
    [Theory]
    [InlineData("conformance.zip", 1033)]
    [InlineData("differential.zip", 251)]
    public void EveryCase_GivesWhatGoToolPprofGives(string archive, int expectedCount)
    {
        string folder = Directory.CreateTempSubdirectory("pprof-conformance").FullName;
        try
        {
            ZipFile.ExtractToDirectory(Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Pprof", "testdata", archive), folder);
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
            var failures = new List<string>();
            int count = 0;
            foreach (var entry in manifest.RootElement.EnumerateArray())
            {
                count++;
                string? problem = Run(folder, entry);
                if (problem is not null)
                {
                    failures.Add($"{entry.GetProperty("name").GetString()}: {problem}");
                }
            }

            Assert.Equal(expectedCount, count);
            Assert.True(failures.Count == 0, string.Join('\n', failures));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Run(string folder, JsonElement entry)
    {
        string output = Path.Combine(folder, "output");
        File.Delete(output);
        List<string> args = [.. entry.GetProperty("args").EnumerateArray().Select(arg => arg.GetString()!.Replace("{ROOT}", folder, StringComparison.Ordinal))];
        args.Add($"-output={output}");
        args.Add(entry.GetProperty("input").GetString()!);
        if (entry.TryGetProperty("extra_inputs", out var more) && more.ValueKind == JsonValueKind.Array)
        {
            args.AddRange(more.EnumerateArray().Select(static input => input.GetString()!));
        }

        var (status, words) = Execute(folder, args);
        int expectedStatus = entry.GetProperty("expected_rc").GetInt32();
        if (status != expectedStatus)
        {
            return $"exit status {status}, expected {expectedStatus}; {words}";
        }

        byte[]? actual = File.Exists(output) ? File.ReadAllBytes(output) : null;
        if (actual is not null && Text(entry, "post") is "raw")
        {
            string raw = output + ".raw";
            Execute(folder, ["-raw", "-symbolize=none", $"-output={raw}", output]);
            actual = File.ReadAllBytes(raw);
        }

        byte[]? expected = Text(entry, "expected_file") is { Length: > 0 } file ? File.ReadAllBytes(Path.Combine(folder, file)) : null;
        if (actual is null != expected is null || !actual.AsSpan().SequenceEqual(expected))
        {
            return Difference(expected, actual);
        }

        string wanted = Text(entry, "expected_stderr") ?? string.Empty;
        return words.Contains(wanted, StringComparison.Ordinal) ? null : $"standard error lacks \"{wanted}\"; it was \"{words}\"";
    }

    private static (int Status, string Words) Execute(string folder, List<string> args)
    {
        using var error = new StringWriter();
        using var output = new MemoryStream();
        var host = new PprofHost
        {
            Output = output,
            Error = error,
            Input = TextReader.Null,
            Folder = folder,
            Environment = name => name switch
            {
                "PPROF_BINARY_PATH" => "/nonexistent",
                "PPROF_TMPDIR" or "HOME" => folder,
                "TERM" => "dumb",
                _ => null,
            },
        };
        int status = PprofCommand.Run(args, host);
        return (status, error.ToString().Replace(folder + "/", string.Empty, StringComparison.Ordinal));
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Difference(byte[]? expected, byte[]? actual)
    {
        string[] want = Encoding.UTF8.GetString(expected ?? []).Split('\n');
        string[] have = Encoding.UTF8.GetString(actual ?? []).Split('\n');
        int line = 0;
        while (line < want.Length && line < have.Length && string.Equals(want[line], have[line], StringComparison.Ordinal))
        {
            line++;
        }

        return $"line {line + 1}: expected \"{want.ElementAtOrDefault(line)}\", was \"{have.ElementAtOrDefault(line)}\"";
    }
}
