using System.Text.Json;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>A call graph as one JSON document: all of it, or the callers and callees of some nodes. Values are in the profile's unit.</summary>
public static class GraphDocument
{
    private const string GraphSchema = "resident.profile.graph/1";
    private const string PeekSchema = "resident.profile.peek/1";

    /// <summary>Writes the nodes and edges of a graph, as they are after trimming. Edges name nodes by their place.</summary>
    public static void WriteGraph(Stream stream, ReportOptions options, CallGraph graph)
    {
        using var writer = new Utf8JsonWriter(stream);
        WriteHead(writer, GraphSchema, options);
        writer.WriteNumber("droppedNodes", graph.DroppedNodes);
        writer.WriteNumber("droppedEdges", graph.DroppedEdges);
        var places = new Dictionary<GraphNode, int>();
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
        {
            places[node] = places.Count;
            writer.WriteStartObject();
            WriteNode(writer, node);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        foreach (var edge in EdgeOrder.Sort(graph.Nodes.SelectMany(static node => node.Outgoing)))
        {
            if (places.TryGetValue(edge.Source, out int source) && places.TryGetValue(edge.Target, out int target))
            {
                writer.WriteStartObject();
                writer.WriteNumber("source", source);
                writer.WriteNumber("target", target);
                WriteWeight(writer, edge);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes the nodes that are wanted, each with its callers and callees, the heaviest first.</summary>
    public static void WritePeek(Stream stream, ReportOptions options, CallGraph graph, Func<GraphNode, bool> isWanted)
    {
        using var writer = new Utf8JsonWriter(stream);
        WriteHead(writer, PeekSchema, options);
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes.Where(isWanted))
        {
            writer.WriteStartObject();
            WriteNode(writer, node);
            WriteCalls(writer, "callers", EdgeOrder.Sort(node.Incoming), static edge => edge.Source);
            WriteCalls(writer, "callees", EdgeOrder.Sort(node.Outgoing), static edge => edge.Target);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, string schema, ReportOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("schema", schema);
        writer.WriteString("type", options.SampleType);
        writer.WriteString("unit", options.SampleUnit);
        writer.WriteNumber("total", options.Total);
    }

    private static void WriteNode(Utf8JsonWriter writer, GraphNode node)
    {
        writer.WriteString("name", node.PrintableName);
        writer.WriteString("file", node.Info.File);
        writer.WriteNumber("line", node.Info.Line);
        writer.WriteNumber("flat", node.FlatValue);
        writer.WriteNumber("cum", node.CumValue);
    }

    private static void WriteWeight(Utf8JsonWriter writer, GraphEdge edge)
    {
        writer.WriteNumber("weight", edge.WeightValue);
        writer.WriteBoolean("inline", edge.IsInline);
        writer.WriteBoolean("residual", edge.IsResidual);
    }

    private static void WriteCalls(Utf8JsonWriter writer, string name, IEnumerable<GraphEdge> edges, Func<GraphEdge, GraphNode> other)
    {
        writer.WriteStartArray(name);
        foreach (var edge in edges)
        {
            writer.WriteStartObject();
            writer.WriteString("name", other(edge).PrintableName);
            WriteWeight(writer, edge);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
