namespace Resident.Analysis.Tests.Late;

/// <summary>What a simulated service does beside its load.</summary>
internal enum LateKind
{
    /// <summary>Nothing.</summary>
    Steady,

    /// <summary>Keeps entries for a time that is shorter than its age.</summary>
    Expiry,

    /// <summary>Deletes what is too old in batches.</summary>
    Batches,

    /// <summary>Keeps a bounded number of entries, and drops one at random for each that comes.</summary>
    Bounded,

    /// <summary>Holds more and less by turns.</summary>
    Wave,

    /// <summary>Has a load that is on and off by turns.</summary>
    OnOff,

    /// <summary>Read its data before it was asked, and allocates next to nothing.</summary>
    Idle,

    /// <summary>Took one step up during the look or before it.</summary>
    Step,

    /// <summary>Leaks at a steady pace, at a place of its own.</summary>
    Leak,

    /// <summary>Leaks beside a store whose entries expire.</summary>
    LeakBesideExpiry,

    /// <summary>Leaks a tenth of what one place allocates.</summary>
    LeakOfSome,

    /// <summary>Leaks, and its heap profile is linked out.</summary>
    LeakWithoutProfile,
}
