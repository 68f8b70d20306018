namespace Resident.Cli.Pprof.Symbols;

/// <summary>The codes of the Itanium ABI.</summary>
internal static class ItaniumTables
{
    /// <summary>Gets the builtin type of a code, or null.</summary>
    public static string? Builtin(char code) => code switch
    {
        'v' => "void",
        'w' => "wchar_t",
        'b' => "bool",
        'c' => "char",
        'a' => "signed char",
        'h' => "unsigned char",
        's' => "short",
        't' => "unsigned short",
        'i' => "int",
        'j' => "unsigned int",
        'l' => "long",
        'm' => "unsigned long",
        'x' => "long long",
        'y' => "unsigned long long",
        'n' => "__int128",
        'o' => "unsigned __int128",
        'f' => "float",
        'd' => "double",
        'e' => "long double",
        'g' => "__float128",
        'z' => "...",
        _ => null,
    };

    /// <summary>Gets the builtin type of a code after D, or null.</summary>
    public static string? ExtendedBuiltin(char code) => code switch
    {
        'i' => "char32_t",
        's' => "char16_t",
        'u' => "char8_t",
        'a' => "auto",
        'n' => "decltype(nullptr)",
        _ => null,
    };

    /// <summary>Gets the name that a code after S stands for, or null.</summary>
    public static string? StandardName(char code) => code switch
    {
        't' => "std",
        'a' => "std::allocator",
        'b' => "std::basic_string",
        's' => "std::string",
        'i' => "std::istream",
        'o' => "std::ostream",
        'd' => "std::iostream",
        _ => null,
    };

    /// <summary>Gets what stands after "operator", or null.</summary>
    public static string? Operator(string code) => code switch
    {
        "nw" => " new",
        "na" => " new[]",
        "dl" => " delete",
        "da" => " delete[]",
        "ps" or "pl" => "+",
        "ng" or "mi" => "-",
        "ad" or "an" => "&",
        "de" or "ml" => "*",
        _ => Rest(code),
    };

    private static string? Rest(string code)
    {
        const string Table =
            "co~ dv/ rm% or| eo^ aS= pL+= mI-= mL*= dV/= rM%= aN&= oR|= eO^= ls<< rs>> lS<<= rS>>= eq== ne!= lt< gt> le<= ge>= ss<=> nt! aa&& oo|| pp++ mm-- cm, pm->* pt-> cl() ix[] qu?";
        foreach (string entry in Table.Split(' '))
        {
            if (entry.StartsWith(code, StringComparison.Ordinal))
            {
                return entry[2..];
            }
        }

        return null;
    }
}
