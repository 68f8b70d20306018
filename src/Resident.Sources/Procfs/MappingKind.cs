namespace Resident.Sources.Procfs;

/// <summary>What a mapping is.</summary>
internal enum MappingKind
{
    Outside,
    Arena,
    NamedMetadata,
    NativeHeap,
    ThreadStack,
    Executable,
    File,
    Shared,
}
