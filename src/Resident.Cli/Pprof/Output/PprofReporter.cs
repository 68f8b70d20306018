using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Arguments;
using Resident.Cli.Pprof.Fetching;
using Resident.Cli.Pprof.Symbols;
using Resident.Model.Profiles;
using Resident.Reporting.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Cli.Pprof.Output;

/// <summary>Makes one report of a profile.</summary>
internal sealed class PprofReporter
{
    private const int MostWebFunctions = 25;

    private readonly Profile _profile;
    private readonly PprofHost _host;

    public PprofReporter(Profile profile, PprofHost host)
    {
        _profile = profile;
        _host = host;
    }

    /// <summary>Gets the file that the profile was read from, where it is still what the file holds; or null.</summary>
    public PprofFile? Unchanged { get; init; }

    /// <summary>Makes a report and writes it where the settings say.</summary>
    /// <exception cref="PprofErrorException">The report cannot be made.</exception>
    public void Generate(PprofCommandSpec command, string? parameter, PprofConfig config)
    {
        string output = config.Output;
        config = PprofPlan.Override(command, config);
        var plan = PprofPlan.Prepare(_profile, command, config, _host, parameter);
        if (output.Length > 0)
        {
            using var file = new LazyFileStream(_host.PathOf(output));
            Make(file, plan, command, parameter);
            _host.Say($"Generating report in {output}");
            file.Create();
        }
        else if (command.Viewers.Length > 0 || (command.Extension is not null && _host.IsOutputTerminal))
        {
            Show(plan, command, parameter);
        }
        else
        {
            Make(_host.Output, plan, command, parameter);
            _host.Output.Flush();
        }
    }

    private void Show(PprofPlan plan, PprofCommandSpec command, string? parameter)
    {
        string path = PprofViewer.NewFile(command.Viewers.Length > 0 ? "pprof" : "profile", command.Extension!, command.Viewers.Length > 0, _host);
        if (command.Viewers.Length == 0)
        {
            _host.Say($"Generating report in {path}");
        }

        using (var file = new LazyFileStream(path))
        {
            Make(file, plan, command, parameter);
        }

        if (command.Viewers.Length > 0)
        {
            PprofViewer.Open(command.Viewers, path, _host);
        }
    }

    private void Make(Stream stream, PprofPlan plan, PprofCommandSpec command, string? parameter)
    {
        if (command.Graphviz is null)
        {
            Write(stream, plan, parameter);
            return;
        }

        using var dot = new MemoryStream();
        Write(dot, plan, parameter);
        PprofViewer.RunGraphviz(dot, command.Graphviz, stream);
    }

    private void Write(Stream stream, PprofPlan plan, string? parameter)
    {
        var writer = new ReportWriter(stream);
        var (profile, options) = (plan.Profile, plan.Options);
        switch (options.Format)
        {
            case ReportFormat.Proto:
                WriteProto(stream, ScaledBy(profile, options.Ratio));
                break;
            case ReportFormat.TopProto:
                WriteTopProto(stream, profile, options);
                break;
            case ReportFormat.Tree:
                WriteTree(writer, plan, parameter);
                break;
            case ReportFormat.Traces:
                TraceReport.Write(writer, profile, options, FrameNames(profile));
                break;
            case ReportFormat.Folded:
                FoldedReport.Write(writer, profile, options, FrameNames(profile));
                break;
            case ReportFormat.Speedscope:
                SpeedscopeReport.Write(stream, profile, options, FrameNames(profile));
                break;
            case ReportFormat.FlameGraph:
                writer.Write(PprofFlame.Page(profile, options));
                break;
            case ReportFormat.Raw:
                RawReport.Write(writer, profile, options);
                break;
            case ReportFormat.Tags:
                TagReport.Write(writer, profile, options);
                break;
            case ReportFormat.Comments:
                profile.Comments.ToList().ForEach(comment => writer.WriteLine(comment));
                break;
            default:
                WriteGraph(stream, writer, plan, parameter);
                break;
        }

        writer.Flush();
    }

    private void WriteGraph(Stream stream, ReportWriter writer, PprofPlan plan, string? parameter)
    {
        var (profile, options) = (plan.Profile, plan.Options);
        var graph = CallGraphBuilder.Build(profile, options);
        switch (options.Format)
        {
            case ReportFormat.Text:
                TextReport.Write(writer, profile, options, graph);
                break;
            case ReportFormat.Markdown:
                MarkdownReport.Write(writer, profile, options, graph);
                break;
            case ReportFormat.Json:
                JsonReport.Write(stream, options, graph);
                break;
            case ReportFormat.Dot:
                DotReport.Write(writer, profile, options, graph);
                break;
            case ReportFormat.Callgrind:
                CallgrindReport.Write(writer, options, graph);
                break;
            case ReportFormat.List:
                var sources = new PprofSources(options, _host);
                if (ListReport.Write(writer, options, graph, plan.Wanted!, sources.Read) == 0)
                {
                    throw new PprofErrorException($"no matches found for regexp: {parameter}");
                }

                break;
            case ReportFormat.Disassembly:
                WriteAssembly(writer, plan, graph, parameter!, plan.Wanted!);
                break;
            case ReportFormat.WebList:
                WriteWebList(writer, plan, graph, parameter!, plan.Wanted!);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(plan), options.Format, "There is no such report.");
        }
    }

    private void WriteAssembly(ReportWriter writer, PprofPlan plan, CallGraph graph, string parameter, Regex wanted)
    {
        ulong? address = GoText.ParseAddress(parameter);
        var functions = new PprofAssembly(plan.Profile, plan.Options, _host).Read(graph.Nodes, wanted, address, int.MaxValue);
        if (functions.Count == 0)
        {
            throw new PprofErrorException(address is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"no matches found for address 0x{at:x}")
                : $"no matches found for regexp {parameter}");
        }

        writer.WriteLine($"Total: {plan.Options.FormatValue(plan.Options.Total)}");
        DisassemblyReport.Write(writer, plan.Options, functions);
    }

    private void WriteWebList(ReportWriter writer, PprofPlan plan, CallGraph graph, string parameter, Regex wanted)
    {
        var nodes = graph.Nodes.Where(node => wanted.IsMatch(node.Info.Name)).ToList();
        if (nodes.Count == 0)
        {
            throw new PprofErrorException($"no matches found for regexp: {parameter}");
        }

        IReadOnlyList<DisassembledFunction> assembly = [];
        try
        {
            assembly = new PprofAssembly(plan.Profile, plan.Options, _host).Read(nodes, null, null, MostWebFunctions);
        }
        catch (PprofErrorException e)
        {
            // Source without assembly is better than nothing; the page says what is missing.
            _host.Say(e.Message);
        }

        WebListReport.Write(writer, plan.Profile, plan.Options, nodes, assembly, new PprofSources(plan.Options, _host).Read);
    }

    private static Func<int, IReadOnlyList<string>> FrameNames(Profile profile)
    {
        var index = new NodeIndex(profile, withObjectFiles: false, static path => path);
        return location => [.. index.NodesOf(location).ToArray().Select(node => index.InfoOf(node).ToPrintableName())];
    }

    private static Profile ScaledBy(Profile profile, double ratio)
    {
        if (ratio is <= 0 or 1)
        {
            return profile;
        }

        long[] values = [.. profile.Samples.Values.Select(value => GoNumber.ToInt64(value * ratio))];
        return profile with { Samples = profile.Samples with { Values = [.. values] } };
    }

    /// <summary>Writes a profile. One that nothing changed is passed on as it came: it was read, so it is known to be good.</summary>
    private void WriteProto(Stream stream, Profile profile)
    {
        // The file must not be the one that is written to.
        if (ReferenceEquals(Unchanged?.Profile, profile) && (stream is not LazyFileStream { Exists: true }))
        {
            using var file = File.OpenRead(Unchanged.Path);
            file.CopyTo(stream);
            return;
        }

        ProfileEncoder.WriteCompressed(profile, stream);
    }

    private static void WriteTopProto(Stream stream, Profile profile, ReportOptions options)
    {
        var graph = CallGraphBuilder.Build(profile, options);
        ProfileEncoder.WriteCompressed(TopProfile.Make(profile, OutputUnit.Choose(options, graph), graph), stream);
    }

    private static void WriteTree(ReportWriter writer, PprofPlan plan, string? parameter)
    {
        var wanted = plan.Wanted;
        var graph = CallGraphBuilder.Build(plan.Profile, plan.Options, wanted);
        if (wanted is not null && !graph.Nodes.Any(node => wanted.IsMatch(node.PrintableName)))
        {
            throw new PprofErrorException($"no matches found for regexp: {parameter}");
        }

        TreeReport.Write(writer, plan.Profile, plan.Options, graph, wanted);
    }
}
