namespace Resident.Model;

/// <summary>Whether a program records what a profile tells.</summary>
public enum GoProfileRecording
{
    /// <summary>It does, or the profile is of another kind than "heap" and "allocs".</summary>
    On,

    /// <summary>runtime.MemProfileRate is 0: the program, or GODEBUG=memprofilerate=0, has switched it off. Samples of before remain.</summary>
    SwitchedOff,

    /// <summary>Since Go 1.17 the linker switches it off for good in a program in which nothing can ask for the profile.</summary>
    LinkedOut,
}
