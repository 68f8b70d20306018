namespace Resident.Model.Giving;

/// <summary>A way to make a process give memory back, the safest first.</summary>
public enum GivingRoute
{
    /// <summary>The kernel drops pages that the runtime has already given back and that still count as resident.</summary>
    PageOut,

    /// <summary>The program's own endpoint collects and returns what is idle.</summary>
    Endpoint,

    /// <summary>The kernel reclaims from the whole control group.</summary>
    CgroupReclaim,

    /// <summary>GOMEMLIMIT is lowered in the running process for some seconds, and put back.</summary>
    ExperimentalLimit,
}
