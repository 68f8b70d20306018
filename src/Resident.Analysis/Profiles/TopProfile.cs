using System.Collections.Immutable;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Makes a small profile out of the nodes of a graph: one sample a node, with its cumulative and flat weight.</summary>
public static class TopProfile
{
    /// <summary>Makes the profile.</summary>
    /// <param name="profile">The profile that the graph was made of.</param>
    /// <param name="options">The report's options, with the unit that is written.</param>
    /// <param name="graph">The graph.</param>
    public static Profile Make(Profile profile, ReportOptions options, CallGraph graph)
    {
        var strings = new List<string> { string.Empty };
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { [string.Empty] = 0 };
        var functions = new Dictionary<(string Name, string File, long StartLine), int>();
        int[] functionOf = new int[graph.Nodes.Count];
        for (int i = 0; i < functionOf.Length; i++)
        {
            var info = graph.Nodes[i].Info;
            functions.TryAdd((info.Name, info.File, info.StartLine), functions.Count);
            functionOf[i] = functions[(info.Name, info.File, info.StartLine)];
        }

        int Number(string text)
        {
            if (numbers.TryAdd(text, strings.Count))
            {
                strings.Add(text);
            }

            return numbers[text];
        }

        var table = new FunctionTable
        {
            Ids = [.. Enumerable.Range(1, functions.Count).Select(static id => (ulong)id)],
            Names = [.. functions.Keys.Select(function => Number(function.Name))],
            SystemNames = [.. new int[functions.Count]],
            FileNames = [.. functions.Keys.Select(function => Number(function.File))],
            StartLines = [.. functions.Keys.Select(static function => function.StartLine)],
        };
        return Profile.Empty with
        {
            SampleTypes = [new SampleType("cum", options.OutputUnit), new SampleType("flat", options.OutputUnit)],
            TimeNanoseconds = profile.TimeNanoseconds,
            DurationNanoseconds = profile.DurationNanoseconds,
            PeriodType = profile.PeriodType,
            Period = profile.Period,
            Functions = table,
            Strings = [.. strings],
            Locations = LocationsOf(graph, functionOf),
            Samples = SamplesOf(graph, options),
        };
    }

    private static LocationTable LocationsOf(CallGraph graph, int[] functionOf) => new()
    {
        Ids = [.. Enumerable.Range(1, functionOf.Length).Select(static id => (ulong)id)],
        Addresses = [.. graph.Nodes.Select(static node => node.Info.Address)],
        Mappings = [.. Enumerable.Repeat(-1, functionOf.Length)],
        Folded = [.. new bool[functionOf.Length]],
        LineStarts = [.. Enumerable.Range(0, functionOf.Length + 1)],
        Functions = [.. functionOf],
        Lines = [.. graph.Nodes.Select(static node => node.Info.Line)],
        Columns = [.. graph.Nodes.Select(static node => node.Info.Column)],
    };

    private static SampleTable SamplesOf(CallGraph graph, ReportOptions options)
    {
        var values = ImmutableArray.CreateBuilder<long>(graph.Nodes.Count * 2);
        foreach (var node in graph.Nodes)
        {
            values.Add(GoNumber.ToInt64(Measurement.Scale(node.CumValue, options.SampleUnit, options.OutputUnit).Value));
            values.Add(GoNumber.ToInt64(Measurement.Scale(node.FlatValue, options.SampleUnit, options.OutputUnit).Value));
        }

        return new SampleTable
        {
            ValueCount = 2,
            Values = values.MoveToImmutable(),
            StackStarts = [.. Enumerable.Range(0, graph.Nodes.Count + 1)],
            Stacks = [.. Enumerable.Range(0, graph.Nodes.Count)],
            LabelStarts = [.. new int[graph.Nodes.Count + 1]],
            Labels = [],
        };
    }
}
