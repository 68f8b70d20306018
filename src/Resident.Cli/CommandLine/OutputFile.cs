using System.CommandLine;

namespace Resident.Cli.CommandLine;

/// <summary>The option that names the file to write.</summary>
internal static class OutputFile
{
    /// <summary>Makes the option.</summary>
    /// <param name="description">What is written there.</param>
    /// <param name="helpName">What the help calls the file.</param>
    /// <param name="isRequired">Whether it must be given.</param>
    public static Option<string?> Option(string description, string helpName = "FILE", bool isRequired = false)
    {
        var option = new Option<string?>("--output", "-o") { Description = description, HelpName = helpName, Required = isRequired };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var file }] && (string.IsNullOrWhiteSpace(file) || file is ":memory:" || file.Contains('\0', StringComparison.Ordinal)))
            {
                result.AddError($"--output: Expected a file's path, found \"{file}\".");
            }
        });
        return option;
    }
}
