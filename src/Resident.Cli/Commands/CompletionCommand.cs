using System.CommandLine;

namespace Resident.Cli.Commands;

/// <summary>`resident completion SHELL`: prints what makes a shell complete our commands and options.</summary>
internal static class CompletionCommand
{
    // Each script asks the command itself, by the parser's [suggest] directive, so none of them grows stale.
    private const string Bash = """
        _resident() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(resident "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _resident resident
        """;

    private const string Zsh = """
        #compdef resident
        _resident() {
          local -a found
          found=("${(@f)$(resident "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          (( ${#found} )) && compadd -a found || _files
        }
        compdef _resident resident
        """;

    private const string Fish = """
        complete -f -c resident -a '(resident "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static string[] Examples { get; } =
    [
        "source <(resident completion bash)                               in ~/.bashrc",
        "resident completion zsh > \"${fpath[1]}/_resident\"",
        "resident completion fish > ~/.config/fish/completions/resident.fish",
    ];

    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print the completion script of a shell.") { shell };
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.WriteLine(result.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return ExitCode.Done;
        });
        return command;
    }
}
