namespace Resident.Sources.GoRuntime.Access;

/// <summary>Why a process's runtime cannot be read.</summary>
public enum AttachRefusalKind
{
    /// <summary>There is no such process, or it ended meanwhile.</summary>
    NoSuchProcess,

    /// <summary>It belongs to another user, and CAP_SYS_PTRACE is missing.</summary>
    OtherUser,

    /// <summary>Yama's ptrace_scope asks for CAP_SYS_PTRACE, or forbids it to everybody.</summary>
    PtraceScope,

    /// <summary>The process protects itself: it is not dumpable, or its executable has capabilities or set-user-ID.</summary>
    NotDumpable,

    /// <summary>The system calls that read memory are filtered here: seccomp, or a sandbox's kernel.</summary>
    Filtered,

    /// <summary>The right is missing, and nothing here tells which rule asks for it.</summary>
    Denied,

    /// <summary>It is not a Go program, or it is a kernel thread.</summary>
    NotGo,

    /// <summary>It is Go, for a processor or a release that is not supported.</summary>
    NotSupported,

    /// <summary>It is Go, and its memory does not look as it has to. No figure would be certain.</summary>
    NotConfirmed,

    /// <summary>It is Go, and has begun so lately that its runtime has not set up its heap yet.</summary>
    Starting,

    /// <summary>Its executable is damaged.</summary>
    Damaged,
}
