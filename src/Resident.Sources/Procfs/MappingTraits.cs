namespace Resident.Sources.Procfs;

/// <summary>What a mapping's line tells in one letter each.</summary>
[Flags]
internal enum MappingTraits
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
    Private = 8,
    Shared = 16,

    /// <summary>It has an inode.</summary>
    File = 32,

    /// <summary>Its device has major number 0: no block device, as tmpfs has none.</summary>
    NoBlockDevice = 64,
}
