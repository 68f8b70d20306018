using System.Globalization;
using Resident.Model;
using Resident.Model.Giving;

namespace Resident.Reporting.Giving;

/// <summary>Prints what `resident free` found, did and measured.</summary>
public static class GivingText
{
    /// <summary>Writes what could be done: RES and its parts, the routes, and what to change.</summary>
    public static void WritePlan(GivingPlan plan, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        string version = plan.RuntimeVersion is { } known ? $", {known}" : "";
        output.WriteLine(Line($"{plan.Name} ({plan.Pid}{version}): RES {plan.Reading.Res}"));
        foreach ((string name, var size) in Parts(plan.Reading))
        {
            output.WriteLine(Line($"  {name,-44} {size,12}"));
        }

        output.WriteLine();
        foreach (var offer in plan.Offers)
        {
            string expected = offer is { IsOpen: true, Expected: { } bytes } ? Line($"up to {bytes}: ") : "";
            output.WriteLine(Line($"  {(offer.IsOpen ? "possible    " : "not possible")} {GivingRouteNames.Of(offer.Route),-19} {expected}{offer.Text}"));
        }
    }

    /// <summary>Writes what was done, measured, and what to change.</summary>
    public static void WriteSteps(GivingPlan plan, IReadOnlyList<GivingStep> steps, bool isDry, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine();
        foreach (var step in steps)
        {
            WriteStep(step, output);
        }

        if (plan.Nothing is { } nothing)
        {
            output.WriteLine("Nothing was returned. " + nothing);
        }
        else if (steps.Count == 0)
        {
            output.WriteLine(isDry ? "Nothing was changed: --dry-run." : "Nothing was returned: no way that would return memory is possible.");
        }

        foreach (var advice in plan.Advice)
        {
            string effect = advice.Effect is { } bytes ? Line($" would return up to {bytes}") : "";
            output.WriteLine();
            output.WriteLine(Line($"Suggestion: {advice.Line}{effect}"));
            output.WriteLine("  " + advice.Text);
        }
    }

    private static void WriteStep(GivingStep step, TextWriter output)
    {
        output.WriteLine(Line($"{GivingRouteNames.Of(step.Route)}: RES {step.Before.Res} -> {step.After.Res}, {step.Given} returned in {step.Took.TotalSeconds:0.00} s. {step.Said}"));
        foreach ((var (name, before), var (_, after)) in Parts(step.Before).Zip(Parts(step.After)))
        {
            if (before != after)
            {
                output.WriteLine(Line($"  {name,-44} {before,12} -> {after,12}"));
            }
        }
    }

    private static IEnumerable<(string Name, ByteSize Size)> Parts(GivingReading reading)
    {
        if (reading.Live is null)
        {
            yield break;
        }

        yield return ("live objects", reading.Live.Value);
        yield return ("garbage, and allocated since the last GC", reading.Garbage ?? default);
        yield return ("free slots in spans in use", reading.Fragmentation ?? default);
        yield return ("stacks", reading.Stacks ?? default);
        yield return ("idle pages, not returned", reading.Idle ?? default);
        yield return ("returned, still resident", reading.Released ?? default);
        yield return ("the rest: program, metadata, C memory, files", reading.Rest);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
