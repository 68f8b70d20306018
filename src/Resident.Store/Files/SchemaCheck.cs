using System.Buffers;
using Resident.Model;

namespace Resident.Store.Files;

/// <summary>Looks at what a file says that its tables are, before anything is asked of them: a recording has plain
/// tables, and nothing that SQLite would have to work out.</summary>
internal static class SchemaCheck
{
    private const int MostEntries = 200;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_,() \n");

    // What puts an expression, or a module's code, into a table.
    private static readonly string[] Words = ["AS", "CHECK", "COLLATE", "DEFAULT", "GENERATED", "REFERENCES", "SELECT", "TEMP", "TEMPORARY", "USING", "VIRTUAL"];

    /// <summary>Checks a file.</summary>
    /// <exception cref="MalformedInputException">It has something else than plain tables.</exception>
    public static void Run(Database database)
    {
        var entries = database.Rows(
            "SELECT type, substr(name, 1, 80), CASE WHEN length(sql) > 4096 THEN '?' ELSE sql END FROM sqlite_master LIMIT 200",
            static row => (Type: row.GetString(0), Name: row.GetString(1), Sql: row.IsDBNull(2) ? null : row.GetString(2)));
        if (entries.Count >= MostEntries)
        {
            throw new MalformedInputException($"{database.Path}: Expected the tables of a recording, found {entries.Count} entries or more.");
        }

        foreach (var (type, name, sql) in entries)
        {
            bool isPlain = (type is "table" && sql is not null && IsPlain(sql)) || (type is "index" && sql is null);
            if (!isPlain)
            {
                throw new MalformedInputException($"{database.Path}: Expected the plain tables of a recording, found the {type} \"{name}\".");
            }
        }
    }

    private static bool IsPlain(string sql)
    {
        if (sql.AsSpan().ContainsAnyExcept(Plain))
        {
            return false;
        }

        foreach (string word in sql.Split([' ', ',', '(', ')', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Words.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
