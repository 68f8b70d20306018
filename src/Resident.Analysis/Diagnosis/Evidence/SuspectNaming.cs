using Resident.Analysis.Diagnosis.Sites;
using Resident.Model;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Names where a person has to look. Where the function that allocates serves others too, whose objects are
/// freed or no longer come, it is the first caller by which the leaking stacks differ from those.</summary>
internal static class SuspectNaming
{
    /// <summary>Names.</summary>
    /// <param name="stacks">All stacks.</param>
    /// <param name="flows">What is under suspicion; each gets its name.</param>
    /// <param name="isAtRest">Tells of a stack whether it is not.</param>
    public static void Name(List<PlaceFlow> stacks, IReadOnlyList<PlaceFlow> flows, Func<PlaceFlow, bool> isAtRest)
    {
        foreach (var flow in flows)
        {
            PlaceFlow[] others = [.. stacks.Where(stack => string.Equals(stack.Place.Function, flow.Place.Function, StringComparison.Ordinal) && isAtRest(stack))];
            flow.Suspect = others.Length == 0 ? flow.Place : FirstOfItsOwn(flow, others) ?? flow.Place;
        }
    }

    private static GoFrame? FirstOfItsOwn(PlaceFlow flow, PlaceFlow[] others)
    {
        for (int i = 0; i < flow.Callers.Count; i++)
        {
            if (GoPackages.IsStandard(flow.Callers[i].Function, module: null))
            {
                return null;
            }

            others = [.. others.Where(other => i < other.Callers.Count && string.Equals(other.Callers[i].Function, flow.Callers[i].Function, StringComparison.Ordinal))];
            if (others.Length == 0)
            {
                return flow.Callers[i];
            }
        }

        return null;
    }
}
