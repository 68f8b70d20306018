using System.Text.Json;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The table of nodes as one JSON document, schema resident.profile.top/1. Values are in the profile's unit.</summary>
public static class JsonReport
{
    private const string Schema = "resident.profile.top/1";

    /// <summary>Writes the report.</summary>
    public static void Write(Stream stream, ReportOptions options, CallGraph graph)
    {
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        writer.WriteString("type", options.SampleType);
        writer.WriteString("unit", options.SampleUnit);
        writer.WriteNumber("total", options.Total);
        writer.WriteNumber("droppedNodes", graph.DroppedNodes);
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", node.PrintableName);
            writer.WriteString("function", node.Info.Name);
            writer.WriteString("file", node.Info.File);
            writer.WriteNumber("line", node.Info.Line);
            writer.WriteNumber("flat", node.FlatValue);
            writer.WriteNumber("cum", node.CumValue);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
