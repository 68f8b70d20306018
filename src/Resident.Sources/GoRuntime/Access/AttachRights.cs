using System.Globalization;
using Resident.Sources.Rights;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Finds out which rule kept us from reading a process, and what would allow it.</summary>
/// <remarks>Source: ptrace(2), "Ptrace access mode checking"; Documentation/admin-guide/LSM/Yama.rst. docs/attach.md explains
/// each.</remarks>
internal static class AttachRights
{
    private const int CapSysPtrace = 19;
    private const string Containers =
        " In docker: docker run --pid=container:NAME --cap-add SYS_PTRACE; in Kubernetes: kubectl debug -it POD --target=CONTAINER --profile=sysadmin.";

    private static string SetCapability => CapabilityCommand.For("cap_sys_ptrace");

    /// <summary>Explains a refusal.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="procRoot">Where proc is mounted.</param>
    /// <param name="errno">What the kernel answered, or 0 where only a file was refused.</param>
    public static AttachRefusal Explain(int pid, string procRoot, int errno)
    {
        if (ProcessFiles.ReadStartTime(pid, procRoot) is null)
        {
            return NoSuchProcess(pid);
        }

        string scope = ProcessFiles.TryReadText($"{procRoot}/sys/kernel/yama/ptrace_scope")?.Trim() ?? "0";
        bool hasCapability = HasCapability(procRoot);
        if (scope is "3")
        {
            return PtraceScope(pid, scope);
        }

        var owner = OwnerOf(pid, procRoot);
        var own = OwnerOf(null, procRoot);
        if (!hasCapability && !owner.IsOnly(own))
        {
            return OtherUser(pid, scope, owner, own);
        }

        return scope is "1" or "2" && !hasCapability
            ? PtraceScope(pid, scope)
            : FilteredOrProtected(pid, procRoot, errno, hasCapability);
    }

    /// <summary>Says that the process is not there.</summary>
    public static AttachRefusal NoSuchProcess(int pid) => new(
        AttachRefusalKind.NoSuchProcess,
        $"There is no process {pid} here, or it ended, or hidepid hides it.",
        "Look with: resident ps. Where /proc is mounted with hidepid, processes of others show only to root and to the group that its gid= names.");

    private static AttachRefusal OtherUser(int pid, string scope, Owner owner, Owner own)
    {
        string difference = owner.HasUser(own)
            ? $"Process {pid} runs with group {owner.Group}, and this with group {own.Group}"
            : $"Process {pid} belongs to user {owner.User}, and this is user {own.User}";
        string same = scope is "1" or "2"
            ? $"Run as root, or once: {SetCapability} (kernel.yama.ptrace_scope is {scope}, so that being the same user is not enough)."
            : $"Run as the same user (sudo -u '#{owner.User}' -g '#{owner.Group}' resident …), or as root, or once: {SetCapability}.";
        return new(AttachRefusalKind.OtherUser, $"{difference} without CAP_SYS_PTRACE.", same + Containers);
    }

    private static AttachRefusal PtraceScope(int pid, string scope) => new(
        AttachRefusalKind.PtraceScope,
        $"kernel.yama.ptrace_scope is {scope}: {(scope is "3" ? "no process may read another one's memory" : $"process {pid} can be read with CAP_SYS_PTRACE only")}.",
        scope is "3"
            ? "It stays until the next boot: set kernel.yama.ptrace_scope to 1 in /etc/sysctl.d and boot again."
            : $"Run as root, or once: {SetCapability}, or for the whole machine: sudo sysctl kernel.yama.ptrace_scope=0." + Containers);

    private static AttachRefusal FilteredOrProtected(int pid, string procRoot, int errno, bool hasCapability)
    {
        string seccomp = ProcessFiles.ReadStatus(null, procRoot, "Seccomp").FirstOrDefault() ?? "0";
        if (errno == NativeMethods.NotImplemented || (hasCapability && !string.Equals(seccomp, "0", StringComparison.Ordinal)))
        {
            return new(
                AttachRefusalKind.Filtered,
                $"The system call process_vm_readv is filtered here (Seccomp: {seccomp}, errno {errno}), and /proc/{pid}/mem is refused too.",
                "Run outside this sandbox, or with a profile that has process_vm_readv: docker run --security-opt seccomp=unconfined --cap-add SYS_PTRACE.");
        }

        if (!hasCapability)
        {
            return new(
                AttachRefusalKind.NotDumpable,
                $"Process {pid} belongs to the same user and still refuses: it is not dumpable, or its executable has set-user-ID or file capabilities.",
                $"Run as root, or once: {SetCapability}." + Containers);
        }

        return new(
            AttachRefusalKind.Denied,
            $"The kernel refuses to read process {pid} (errno {errno}) although CAP_SYS_PTRACE is there.",
            "The capability counts in the process's own user namespace: run on the host, or in the same container. SELinux and AppArmor log what they refuse: sudo dmesg.");
    }

    private static Owner OwnerOf(int? pid, string procRoot) =>
        new(ProcessFiles.ReadStatus(pid, procRoot, "Uid"), ProcessFiles.ReadStatus(pid, procRoot, "Gid"));

    private static bool HasCapability(string procRoot)
    {
        string text = ProcessFiles.ReadStatus(null, procRoot, "CapEff").FirstOrDefault() ?? "0";
        return ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong effective)
            && (effective & (1UL << CapSysPtrace)) != 0;
    }

    // Real, effective and saved ids, as status has them. The kernel holds the reader's real ids against all three of the target.
    private readonly record struct Owner(string[] Users, string[] Groups)
    {
        public string User => Users.FirstOrDefault() ?? "?";

        public string Group => Groups.FirstOrDefault() ?? "?";

        public bool HasUser(Owner other) => AreAll(Users, other.User);

        public bool IsOnly(Owner other) => HasUser(other) && AreAll(Groups, other.Group);

        private static bool AreAll(string[] ids, string id) => ids.Length >= 3 && ids.Take(3).All(each => string.Equals(each, id, StringComparison.Ordinal));
    }
}
