using Resident.Testing;

namespace Resident.Architecture.Tests;

/// <summary>Holds that text reaches the console one way: through the writer that makes it printable.</summary>
public sealed class ConsoleTests
{
    private const string Commands = "src/Resident.Cli/";

    // Bytes that are no text of ours to a person: documents whose writer escapes, profiles, and files that were asked
    // for.
    private static readonly string[] MayOpenTheConsole =
    [
        Commands + "CommandLine/Terminal.cs",
        Commands + "Commands/ExportCommand.cs",
        Commands + "Commands/ProfileCommand.cs",
        Commands + "Commands/ReportCommand.cs",
        Commands + "Pprof/PprofHost.cs",
        Commands + "Sessions/JsonLines.cs",
    ];

    // The terminal's own orders, around text that they make printable.
    private static readonly string[] MayHoldOrders =
    [
        Commands + "Pprof/Fetching/PprofProgress.cs",
        Commands + "Pprof/Shell/LineEditor.cs",
        Commands + "Sessions/AnsiScreen.cs",
        Commands + "Sessions/TargetFrame.cs",
        "src/Resident.Model/PrintableText.cs",
        "src/Resident.Reporting/Runtime/GoMapText.cs",
        "src/Resident.Reporting/Verdicts/VerdictText.cs",
        "src/Resident.Sources/Detection/FileContentDetector.cs",
        "src/Resident.Sources/GoTrace/GoTraceReader.cs",
    ];

    // Each sends orders, and takes care of what stands between them.
    private static readonly string[] MayOrder =
    [
        Commands + "CommandLine/Terminal.cs",
        Commands + "Pprof/PprofHost.cs",
        Commands + "Prometheus/PrometheusProgress.cs",
        Commands + "Sessions/SureProgress.cs",
        Commands + "Sessions/TopSession.cs",
        Commands + "Sessions/WhyProgress.cs",
    ];

    [Fact]
    public void NothingElse_OpensTheConsole() =>
        Assert.Equal(MayOpenTheConsole, With("OpenStandardOutput", "OpenStandardError", "/dev/stdout", "/dev/stderr", "Console.SetOut", "Console.SetError"));

    [Fact]
    public void NothingElse_HoldsATerminalsOrders() => Assert.Equal(MayHoldOrders, With("\\u001b", "\\e[", "\\x1b", "'\\e'"));

    [Fact]
    public void NothingElse_SendsOrders() => Assert.Equal(MayOrder, With("Terminal.Order", "Terminal.Draw", "Terminal.ShowProgress", "static void Order("));

    [Fact]
    public void TheWriters_AreInPlace_BeforeAnythingIsWritten()
    {
        string[] program = File.ReadAllLines(Repository.PathOf("src", "Resident.Cli", "Program.cs"));
        int guard = Array.FindIndex(program, static line => line.Contains("Terminal.Guard();", StringComparison.Ordinal));
        int first = Array.FindIndex(program, static line => line.Contains("Console.", StringComparison.Ordinal) || line.Contains("HiddenRun.RunAsync", StringComparison.Ordinal));

        Assert.InRange(guard, 0, first);
    }

    private static string[] With(params string[] texts) =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => Array.Exists(texts, File.ReadAllText(path).Contains))
            .Select(static path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
