namespace Resident.Analysis.Diagnosis.Sites;

/// <summary>Tells the standard library's functions from the program's.</summary>
internal static class GoPackages
{
    // The first element of each package path of the standard library, Go 1.16 to 1.27.
    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "archive", "arena", "bufio", "bytes", "cmd", "cmp", "compress", "container", "context", "crypto", "database", "debug", "embed", "encoding",
        "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index", "internal", "io", "iter", "log", "maps", "math", "mime", "net",
        "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "structs", "sync", "syscall", "testing",
        "text", "time", "unicode", "unique", "unsafe", "vendor", "weak", "type", "go.shape", "_cgo", "cgo",
    };

    /// <summary>Gets a function's package path: "example.com/orders/db" of "example.com/orders/db.(*Pool).Get".</summary>
    public static string PackageOf(string function)
    {
        int bracket = function.AsSpan().IndexOfAny('[', '(');
        var head = bracket < 0 ? function.AsSpan() : function.AsSpan(0, bracket);
        int slash = head.LastIndexOf('/');
        int dot = head[(slash + 1)..].IndexOf('.');
        return dot < 0 ? head.ToString() : head[..(slash + 1 + dot)].ToString();
    }

    /// <summary>Tells whether a function is the runtime's, the standard library's or a wrapper of the compiler's.</summary>
    /// <param name="function">The full name.</param>
    /// <param name="module">The main module's path, which may look like the standard library's; or null.</param>
    public static bool IsStandard(string function, string? module)
    {
        string package = PackageOf(function);
        if (IsOfCgo(function, package))
        {
            return true;
        }

        if (module is { Length: > 0 } && (string.Equals(package, module, StringComparison.Ordinal)
            || (package.StartsWith(module, StringComparison.Ordinal) && package.Length > module.Length && package[module.Length] == '/')))
        {
            return false;
        }

        int slash = package.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? package : package[..slash];
        return Standard.Contains(first) || first.StartsWith("_cgo", StringComparison.Ordinal);
    }

    // What cgo makes to call C stands in the package of the caller.
    private static bool IsOfCgo(string function, string package) =>
        function.AsSpan(package.Length).StartsWith("._C", StringComparison.Ordinal)
        || function.AsSpan(package.Length).StartsWith("._cgo", StringComparison.Ordinal);
}
