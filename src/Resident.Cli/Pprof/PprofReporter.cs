using System.Text.RegularExpressions;
using Resident.Analysis.Profiles;
using Resident.Model.Profiles;
using Resident.Reporting.Profiles;

namespace Resident.Cli.Pprof;

/// <summary>Makes one report of a profile.</summary>
internal sealed class PprofReporter
{
    private readonly Profile _profile;
    private readonly string _executable;
    private readonly PprofHost _host;

    public PprofReporter(Profile profile, string executable, PprofHost host)
    {
        _profile = profile;
        _executable = executable;
        _host = host;
    }

    /// <summary>Makes a report and writes it where the settings say.</summary>
    /// <exception cref="PprofErrorException">The report cannot be made.</exception>
    public void Generate(PprofCommandSpec command, string? parameter, PprofConfig config)
    {
        config = PprofPlan.Override(command, config);
        var plan = PprofPlan.Prepare(_profile, command, config, _host);
        var wanted = parameter is null ? null : PprofPlan.Compile(parameter, $"argument regexp {parameter}");
        if (config.Output.Length > 0)
        {
            _host.Say($"Generating report in {config.Output}");
            using var file = new LazyFileStream(_host.PathOf(config.Output));
            Write(file, plan, command, parameter, wanted);
            file.Create();
        }
        else
        {
            Write(_host.Output, plan, command, parameter, wanted);
            _host.Output.Flush();
        }
    }

    private void Write(Stream stream, PprofPlan plan, PprofCommandSpec command, string? parameter, Regex? wanted)
    {
        var writer = new ReportWriter(stream);
        switch (command.Format)
        {
            case ReportFormat.Text:
                TextReport.Write(writer, plan.Profile, plan.Options, CallGraphBuilder.Build(plan.Profile, plan.Options));
                break;
            case ReportFormat.Tree:
                WriteTree(writer, plan, parameter, wanted);
                break;
            default:
                throw new PprofErrorException($"{command.Name} is not there yet {_executable}");
        }

        writer.Flush();
    }

    private static void WriteTree(ReportWriter writer, PprofPlan plan, string? parameter, Regex? wanted)
    {
        var graph = CallGraphBuilder.Build(plan.Profile, plan.Options);
        if (wanted is not null && !graph.Nodes.Any(node => wanted.IsMatch(node.PrintableName)))
        {
            throw new PprofErrorException($"no matches found for regexp: {parameter}");
        }

        TreeReport.Write(writer, plan.Profile, plan.Options, graph, wanted);
    }
}
