using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The word after a function that tells whether it is inlined into its callers.</summary>
internal static class InlineMark
{
    /// <summary>Gets "(inline)", "(partial-inline)" or nothing.</summary>
    public static string Of(GraphNode node)
    {
        bool some = node.Incoming.Any(static edge => edge.IsInline);
        bool all = node.Incoming.All(static edge => edge.IsInline);
        return some ? all ? "(inline)" : "(partial-inline)" : string.Empty;
    }
}
