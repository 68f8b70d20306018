using System.Diagnostics.CodeAnalysis;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime;

/// <summary>Opens a Go process: executable, version, places of the runtime's variables.</summary>
internal sealed class GoProcessOpener
{
    private readonly int _pid;
    private readonly GoProcessOptions _options;

    /// <summary>Initializes a new instance of the <see cref="GoProcessOpener"/> class.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="options">How it is opened.</param>
    public GoProcessOpener(int pid, GoProcessOptions options)
    {
        _pid = pid;
        _options = options;
    }

    /// <summary>Opens it.</summary>
    /// <param name="parts">Receives what the process needs; the caller owns its files.</param>
    /// <returns>Null, or why it could not be opened.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The parts own the files; without parts the finally block disposes them.")]
    public AttachRefusal? Open(out GoProcessParts? parts)
    {
        parts = null;
        FileByteSource? file = null;
        LiveProcessMemory? memory = null;
        PresentPages? present = null;
        try
        {
            if (ProcessFiles.ReadStartTime(_pid, _options.ProcRoot) is not { } startTime)
            {
                return AttachRights.NoSuchProcess(_pid);
            }

            file = FileByteSource.Open($"{_options.ProcRoot}/{_pid}/exe");
            var elf = ElfFile.Read(file);
            memory = new(_pid, _options.ProcRoot);
            present = PresentPages.Open(_pid, _options.ProcRoot);
            var refusal = MakeImage(elf, memory, out var image) ?? Locate(image!, present, out parts);
            parts = parts is null ? null : parts with { File = file, StartTime = startTime };
            return refusal;
        }
        catch (UnauthorizedAccessException)
        {
            return AttachRights.Explain(_pid, _options.ProcRoot, NativeMethods.OperationNotPermitted);
        }
        catch (FileNotFoundException)
        {
            return ProcessFiles.ReadStartTime(_pid, _options.ProcRoot) is null
                ? AttachRights.NoSuchProcess(_pid)
                : new(AttachRefusalKind.NotGo, $"Process {_pid} has no executable: it is a kernel thread, or it has ended.", string.Empty);
        }
        catch (Exception exception) when (exception is MalformedInputException or LimitExceededException or IOException or OverflowException)
        {
            // Overflow: sums of addresses that a damaged executable states.
            return new(AttachRefusalKind.Damaged, exception.Message, "Resident goes on with what the kernel tells about the process.");
        }
        finally
        {
            if (parts is null)
            {
                file?.Dispose();
                memory?.Dispose();
                present?.Dispose();
            }
        }
    }

    /// <summary>Tells whether a refusal may be gone in a moment, because the program has just begun: the kernel refuses all while
    /// it loads one.</summary>
    public bool MayBeStarting(AttachRefusalKind kind) =>
        kind == AttachRefusalKind.Starting || (kind == AttachRefusalKind.Denied && ProcessFiles.IsYoung(_pid, _options.ProcRoot));

    // A program that has just begun looks like one whose layout is not known: what tells them apart is its age.
    private AttachRefusal NotConfirmed(GoProcessIdentity identity, string what) => ProcessFiles.IsYoung(_pid, _options.ProcRoot) ? Starting(identity, what) : new(
        AttachRefusalKind.NotConfirmed,
        $"{identity.Version}: {what}; figures of its runtime would not be certain and are not shown.",
        "What the kernel tells about the process still is. A newer Resident may know this release.")
    {
        Identity = identity.ToModel(),
    };

    private AttachRefusal Starting(GoProcessIdentity identity, string what) => new(
        AttachRefusalKind.Starting,
        $"{identity.Version}: {what}. Process {_pid} has just begun: its runtime may not have set itself up yet.",
        "Try again in a few seconds.")
    {
        Identity = identity.ToModel(),
    };

    // Which goroutines there are is known once there is one, and the collector's settings are set before that.
    private bool HasBegun(GoTarget target, GoGlobals globals)
    {
        var layout = target.Layout;
        Span<byte> settings = stackalloc byte[16];
        ReadOnlySpan<byte> words = settings;
        bool hasSettings = !layout.Has(GoField.GcControllerMemoryLimit)
            || (target.Memory.TryRead(globals.GcController, settings) && (words.I32(0) != 0 || words.I64(layout[GoField.GcControllerMemoryLimit]) != 0));
        return hasSettings && (globals.Allgs != 0 || !ProcessFiles.IsYoung(_pid, _options.ProcRoot));
    }

    private AttachRefusal? MakeImage(ElfFile elf, LiveProcessMemory memory, out GoImage? image)
    {
        image = null;
        if (elf.Machine is not (ElfFormat.EmX8664 or ElfFormat.EmAarch64))
        {
            return new(AttachRefusalKind.NotSupported, $"The executable is for machine {elf.Machine}; x64 and arm64 are supported.", string.Empty);
        }

        ulong? bias = elf.Type == ElfFormat.EtDyn ? FindBias(elf) : 0;
        if (bias is null)
        {
            return AttachRights.Explain(_pid, _options.ProcRoot, NativeMethods.OperationNotPermitted);
        }

        image = new(elf, memory, bias.Value);
        return null;
    }

    // How far the kernel has moved a program: told by its entry, or by its code where auxv belongs to another user, which CAP_SYS_PTRACE alone
    // does not open.
    private ulong? FindBias(ElfFile elf)
    {
        if (ProcessFiles.ReadEntry(_pid, _options.ProcRoot) is { } entry)
        {
            Span<byte> word = stackalloc byte[8];
            _ = elf.Source.Read(24, word); // e_entry
            return unchecked(entry - word.U64(0));
        }

        var code = elf.Segments.Where(static segment => segment.IsLoad && (segment.Flags & ElfFormat.PfX) != 0).MinBy(static segment => segment.VirtualAddress);
        return code is not null && ProcessFiles.ReadStartOfCode(_pid, _options.ProcRoot) is { } start ? unchecked(start - code.VirtualAddress) : null;
    }

    private AttachRefusal? Locate(GoImage image, PresentPages present, out GoProcessParts? parts)
    {
        parts = null;
        string key = _options.Cache is null ? string.Empty : GoLocationCache.KeyOf(image.Elf);
        if (_options.Cache?.Find(key) is { } kept && TryKept(image, present, kept) is { } known)
        {
            parts = known;
            return null;
        }

        var refusal = GoProcessIdentity.Read(image, present, out var candidates, out var linked);
        if (refusal is not null)
        {
            return refusal;
        }

        Span<byte> probe = stackalloc byte[8];
        var memory = (LiveProcessMemory)image.Memory!;
        if (!memory.TryRead(linked!.Module.Globals[1].Start, probe))
        {
            return AttachRights.Explain(_pid, _options.ProcRoot, memory.LastError);
        }

        AttachRefusal? last = null;
        foreach (var identity in candidates)
        {
            last = TryLayout(image, present, identity, linked, out parts);
            if (parts is not null)
            {
                Keep(key, parts);
                return null;
            }
        }

        return last;
    }

    private void Keep(string key, GoProcessParts parts)
    {
        ulong bias = parts.Target.Image.Bias;
        _options.Cache?.Keep(key, new(
            parts.Identity.Version,
            parts.Identity.Module ?? string.Empty,
            parts.Identity.How,
            unchecked(parts.Linked.TableAddress - bias),
            unchecked(parts.Linked.Module.Address - bias),
            GoLocations.Pack(parts.Globals, bias)));
    }

    private AttachRefusal? TryLayout(
        GoImage image, PresentPages present, GoProcessIdentity identity, GoLinkedTables linked, out GoProcessParts? parts)
    {
        parts = null;
        if (GoLayout.For(identity.Minor, image.IsArm64) is not { } layout)
        {
            return identity.TooOld();
        }

        var target = MakeTarget(image, present, linked, layout);
        var symbols = _options.UseSymbols ? GoSymbols.Find(target) : null;
        if ((symbols ?? new GoGlobalFinder(target).Find()) is not { } globals)
        {
            return NotConfirmed(identity, "the heap's structure was not found where this release has it");
        }

        if (layout.Has(GoField.GcControllerHeapInUse) && globals.GcController == 0)
        {
            return NotConfirmed(identity, "the collector's controller was not found where this release has it");
        }

        if (!HasBegun(target, globals))
        {
            return Starting(identity, "its first goroutine was not found");
        }

        parts = new() { Identity = identity, Linked = linked, Target = target, Globals = globals };
        return null;
    }

    private static GoTarget MakeTarget(GoImage image, PresentPages present, GoLinkedTables linked, GoLayout layout) => new()
    {
        Image = image,
        Memory = image.Memory!,
        Present = present,
        Module = linked.Module,
        Layout = layout,
    };

    // Kept places hold for this process only when all that was found then is confirmed now.
    private GoProcessParts? TryKept(GoImage image, PresentPages present, GoLocations kept)
    {
        ulong tableAddress = unchecked(kept.FunctionTable + image.Bias);
        byte[] bytes = new byte[PclntabHeader.MostBytes];
        int count = image.ReadConstant(tableAddress, bytes);
        if (PclntabHeader.Parse(bytes.AsSpan(0, count)) is not { } header
            || !GoVersion.TryGetMinor(kept.Version, out int minor)
            || GoImageReader.ReadModule(image, unchecked(kept.Module + image.Bias), header, tableAddress) is not { } module
            || GoLayout.For(minor, image.IsArm64) is not { } layout)
        {
            return null;
        }

        var linked = new GoLinkedTables(header, tableAddress, module);
        var target = MakeTarget(image, present, linked, layout);
        var globals = GoGlobalCheck.Confirm(target, kept.Unpack(image.Bias));
        if (globals is null || (layout.Has(GoField.GcControllerHeapInUse) && globals.GcController == 0) || !HasBegun(target, globals))
        {
            return null;
        }

        var identity = new GoProcessIdentity(kept.Version, minor, kept.MainModule.Length == 0 ? null : kept.MainModule, kept.How);
        return new() { Identity = identity, Linked = linked, Target = target, Globals = globals };
    }
}
