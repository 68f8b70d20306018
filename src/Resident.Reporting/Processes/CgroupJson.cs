using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes the control group's view: the object <c>cgroup</c> of resident.sample/1. Sizes are bytes.</summary>
public static class CgroupJson
{
    /// <summary>Writes one object. Where there is no limit it is null.</summary>
    public static void Write(Utf8JsonWriter writer, CgroupMemory cgroup)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(cgroup);
        writer.WriteStartObject();
        writer.WriteNumber("version"u8, cgroup.Version);
        writer.WriteString("path"u8, cgroup.Path);
        JsonFields.Write(writer, "usage"u8, cgroup.Usage);
        JsonFields.Write(writer, "limit"u8, cgroup.Limit);
        writer.WriteString("limitPath"u8, cgroup.LimitPath);
        JsonFields.Write(writer, "high"u8, cgroup.High);
        JsonFields.Write(writer, "swap"u8, cgroup.Swap);
        JsonFields.Write(writer, "events"u8, cgroup.Events);
        JsonFields.Write(writer, "stat"u8, cgroup.Stat);
        writer.WriteEndObject();
    }
}
