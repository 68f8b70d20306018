namespace Resident.Sources.GoRuntime.Functions;

/// <summary>What unwinding a stack has to know of an instruction.</summary>
/// <param name="Entry">The address of its function's first instruction; 0: the instruction is not Go's.</param>
/// <param name="StackBytes">How far the stack pointer is below the one at the entry; negative: not known.</param>
/// <param name="IsOutermost">Whether the stack ends with this function.</param>
/// <param name="IsInjected">Whether the function was not called: a signal made the caller appear to have called it, so that
/// the return address is the very instruction that was interrupted.</param>
internal readonly record struct GoCallSite(ulong Entry, int StackBytes, bool IsOutermost, bool IsInjected);
