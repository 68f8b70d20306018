using System.Text.Json;
using Resident.Model;
using Resident.Model.Giving;

namespace Resident.Reporting.Giving;

/// <summary>Writes what `resident free` found, did and measured as JSON, schema resident.free/1.</summary>
public static class GivingJson
{
    /// <summary>Writes one object. Sizes are bytes.</summary>
    public static void Write(GivingPlan plan, IReadOnlyList<GivingStep> steps, Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("schema"u8, "resident.free/1"u8);
        json.WriteNumber("pid"u8, plan.Pid);
        json.WriteString("name"u8, plan.Name);
        json.WriteString("version"u8, plan.RuntimeVersion);
        WriteReading(json, "before", plan.Reading);
        WriteReading(json, "after", steps.Count > 0 ? steps[^1].After : plan.Reading);
        json.WriteString("nothing"u8, plan.Nothing);
        WriteRoutes(plan, json);
        WriteSteps(steps, json);
        json.WriteStartArray("advice"u8);
        foreach (var advice in plan.Advice)
        {
            json.WriteStartObject();
            json.WriteString("line"u8, advice.Line);
            json.WriteString("text"u8, advice.Text);
            WriteSize(json, "effectBytes", advice.Effect);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRoutes(GivingPlan plan, Utf8JsonWriter json)
    {
        json.WriteStartArray("routes"u8);
        foreach (var offer in plan.Offers)
        {
            json.WriteStartObject();
            json.WriteString("route"u8, GivingRouteNames.Of(offer.Route));
            json.WriteBoolean("open"u8, offer.IsOpen);
            WriteSize(json, "expectedBytes", offer.Expected);
            json.WriteString("text"u8, offer.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSteps(IReadOnlyList<GivingStep> steps, Utf8JsonWriter json)
    {
        json.WriteStartArray("steps"u8);
        foreach (var step in steps)
        {
            json.WriteStartObject();
            json.WriteString("route"u8, GivingRouteNames.Of(step.Route));
            WriteSize(json, "promisedBytes", step.Promised);
            json.WriteNumber("givenBytes"u8, step.Given.Bytes);
            json.WriteNumber("seconds"u8, step.Took.TotalSeconds);
            json.WriteString("said"u8, step.Said);
            WriteReading(json, "before", step.Before);
            WriteReading(json, "after", step.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReading(Utf8JsonWriter json, string name, GivingReading reading)
    {
        json.WriteStartObject(name);
        json.WriteString("time"u8, reading.TakenAt);
        json.WriteNumber("resBytes"u8, reading.Res.Bytes);
        WriteSize(json, "liveBytes", reading.Live);
        WriteSize(json, "garbageBytes", reading.Garbage);
        WriteSize(json, "fragmentationBytes", reading.Fragmentation);
        WriteSize(json, "stacksBytes", reading.Stacks);
        WriteSize(json, "idleBytes", reading.Idle);
        WriteSize(json, "releasedBytes", reading.Released);
        json.WriteNumber("restBytes"u8, reading.Rest.Bytes);
        WriteSize(json, "lazyFreeBytes", reading.LazyFree);
        WriteSize(json, "hugePageBytes", reading.HugePages);
        json.WriteEndObject();
    }

    private static void WriteSize(Utf8JsonWriter json, string name, ByteSize? size)
    {
        if (size is { } known)
        {
            json.WriteNumber(name, known.Bytes);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
