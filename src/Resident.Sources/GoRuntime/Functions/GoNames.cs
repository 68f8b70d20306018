namespace Resident.Sources.GoRuntime.Functions;

/// <summary>Go's names of functions, as the runtime prints them.</summary>
internal static class GoNames
{
    /// <summary>Puts "[...]" in the place of type arguments, as in "main.Map[...]".</summary>
    /// <remarks>Source: funcNameForPrint in runtime/symtab.go: from the first "[" to the last "]".</remarks>
    public static string Shorten(string name)
    {
        int open = name.IndexOf('[', StringComparison.Ordinal);
        int close = name.LastIndexOf(']');
        return open < 0 || close <= open ? name : string.Concat(name.AsSpan(0, open), "[...]", name.AsSpan(close + 1));
    }
}
