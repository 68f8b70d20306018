namespace Resident.Sources.Procfs;

/// <summary>What the name of a mapping tells, worked out once a name.</summary>
[Flags]
internal enum NameTraits
{
    None = 0,

    /// <summary>Memory that processes share: /dev/shm, memfd, System V.</summary>
    SharedMemory = 1,

    /// <summary>It is malloc's, or the C library: there is a malloc.</summary>
    Libc = 2,

    /// <summary>[heap].</summary>
    Heap = 4,

    /// <summary>[stack].</summary>
    Stack = 8,

    /// <summary>Code that the kernel lends each process: [vdso] and what stands beside it.</summary>
    KernelCode = 16,

    /// <summary>Go's runtime has named it as its own.</summary>
    GoMetadata = 32,

    /// <summary>Go's runtime has named it as its heap.</summary>
    GoHeap = 64,

    /// <summary>No file: in brackets, or empty.</summary>
    Bracketed = 128,

    /// <summary>A program or a library: some mapping of it may be executed.</summary>
    Program = 256,
}
