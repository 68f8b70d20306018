using System.Globalization;
using System.Text;

namespace Resident.Cli.Pprof.Arguments;

/// <summary>The text that -help prints.</summary>
internal static class PprofUsage
{
    private const int NameWidth = 21;

    /// <summary>Makes the text.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        text.Append("""
            usage: resident pprof <format> [options] [binary] <source> ...

            Without a format, a shell opens on a terminal, and commands are read from a pipe.
            A source is a file, or an address such as http://host:6060/debug/pprof/heap. Several are merged.

            Formats (at most one):

            """);
        foreach (var command in PprofCommandTable.All)
        {
            string name = command.HasParameter ? $"-{command.Name} <f>" : $"-{command.Name}";
            text.Append(CultureInfo.InvariantCulture, $"  {name.PadRight(NameWidth)} {command.Help}\n");
        }

        text.Append("\nOptions:\n");
        foreach (var field in PprofFields.All)
        {
            string name = field.Choices.Length > 0 ? "-" + string.Join(" -", field.Choices) : $"-{field.Name}";
            text.Append(CultureInfo.InvariantCulture, $"  {name.PadRight(NameWidth)} {field.Help}\n");
        }

        text.Append("""

            Sources:
              -seconds <n>          Collect for n seconds
              -timeout <n>          Give up after n seconds
              -buildid <id>         Take this as the build ID of the first mapping
              -add_comment <text>   Add a comment to the profile
              -base <source>        Subtract this profile; repeatable
              -diff_base <source>   Subtract this profile and take percentages of it; repeatable
              -symbolize <how>      none, local, fastlocal, remote, force, demangle=none|full|templates|default
              -all_frames           Keep the frames that the profile says to drop
              -header "Name: value" Send this header with requests; repeatable (Resident only)
              -more_formats         Read dumps of goroutines, symbols in text profiles and folded stacks (Resident only)
              -tls_cert -tls_key -tls_ca <file>   Certificates for https
              -http [host]:[port]   Serve the profile as a web page there
              -no_browser           Do not open a browser for it
              -inuse_space -inuse_objects -alloc_space -alloc_objects -total_delay -contentions -mean_delay
                                    Choose the value to show, as -sample_index does

            """);
        return text.ToString();
    }
}
