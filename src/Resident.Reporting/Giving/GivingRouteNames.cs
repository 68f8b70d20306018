using Resident.Model.Giving;

namespace Resident.Reporting.Giving;

/// <summary>The names of the routes, the same in text and JSON.</summary>
internal static class GivingRouteNames
{
    /// <summary>Gets a route's name.</summary>
    public static string Of(GivingRoute route) => route switch
    {
        GivingRoute.PageOut => "page-out",
        GivingRoute.Endpoint => "endpoint",
        GivingRoute.CgroupReclaim => "cgroup-reclaim",
        GivingRoute.ExperimentalLimit => "experimental-limit",
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, "No such route."),
    };
}
