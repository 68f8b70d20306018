using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The call graph as kcachegrind reads it: what -callgrind prints.</summary>
/// <remarks>Format: valgrind.org/docs/manual/cl-format.html.</remarks>
public sealed class CallgrindReport
{
    private readonly ReportWriter _writer;
    private readonly ReportOptions _options;
    private readonly Dictionary<string, int> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, string Name), List<int>> _functions = [];
    private readonly HashSet<GraphNode> _listed;
    private GraphNodeInfo? _previous;

    private CallgrindReport(ReportWriter writer, ReportOptions options, CallGraph graph)
    {
        _writer = writer;
        _options = OutputUnit.Choose(options, graph);
        _listed = [.. graph.Nodes];
        foreach (var node in graph.Nodes)
        {
            var key = (node.Info.File, node.Info.Name);
            if (!_functions.TryGetValue(key, out var numbers))
            {
                numbers = [];
                _functions[key] = numbers;
            }

            if (!numbers.Contains(node.FunctionNumber))
            {
                numbers.Add(node.FunctionNumber);
            }
        }
    }

    /// <summary>Writes the report.</summary>
    public static void Write(ReportWriter writer, ReportOptions options, CallGraph graph)
    {
        var report = new CallgrindReport(writer, options, graph);
        writer.WriteLine("positions: instr line");
        writer.WriteLine($"events: {report._options.SampleType}({report._options.OutputUnit})");
        foreach (var node in graph.Nodes)
        {
            report.WriteNode(node);
        }
    }

    private static string Compress(Dictionary<string, int> numbers, string name)
    {
        if (name.Length == 0)
        {
            return name;
        }

        if (numbers.TryGetValue(name, out int number))
        {
            return string.Create(CultureInfo.InvariantCulture, $"({number})");
        }

        numbers[name] = numbers.Count + 1;
        return string.Create(CultureInfo.InvariantCulture, $"({numbers.Count}) {name}");
    }

    private void WriteNode(GraphNode node)
    {
        var info = node.Info;
        if (_previous is null || (info.ObjectFile, info.File, info.Name) != (_previous.ObjectFile, _previous.File, _previous.Name))
        {
            _writer.WriteLine(string.Empty);
            _writer.WriteLine("ob=" + Compress(_objects, info.ObjectFile));
            _writer.WriteLine("fl=" + Compress(_files, info.File));
            _writer.WriteLine("fn=" + Compress(_names, info.Name));
        }

        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Address(info.Address)} {info.Line} {Value(node.FlatValue)}"));
        foreach (var edge in EdgeOrder.Sort(node.Outgoing))
        {
            var callee = edge.Target.Info;
            _writer.WriteLine("cfl=" + Compress(_files, callee.File));
            _writer.WriteLine("cfn=" + Compress(_names, Name(edge.Target)));
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"calls=0 {Address(callee.Address)} {callee.Line}"));
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"* * {Value(edge.Weight)}"));
        }

        _previous = info;
    }

    /// <summary>Names a callee as pprof does: with a number where several functions have the name, not at all where it is not listed.</summary>
    private string Name(GraphNode node)
    {
        if (!_listed.Contains(node))
        {
            return string.Empty;
        }

        if (!_functions.TryGetValue((node.Info.File, node.Info.Name), out var numbers) || numbers.Count < 2)
        {
            return node.Info.Name;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{node.Info.Name} [{numbers.IndexOf(node.FunctionNumber) + 1}/{numbers.Count}]");
    }

    private long Value(long value) => GoNumber.ToInt64(Measurement.Scale(value, _options.SampleUnit, _options.OutputUnit).Value);

    /// <summary>Writes an address relative to the last one where that is shorter.</summary>
    private string Address(ulong address)
    {
        string absolute = string.Create(CultureInfo.InvariantCulture, $"0x{address:x}");
        if (_previous is null)
        {
            return absolute;
        }

        if (address == _previous.Address)
        {
            return "*";
        }

        long difference = unchecked((long)(address - _previous.Address));
        string relative = difference.ToString("+0;-0", CultureInfo.InvariantCulture);
        return relative.Length < absolute.Length ? relative : absolute;
    }
}
