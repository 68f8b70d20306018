namespace Resident.Cli.CommandLine;

/// <summary>What standard output can show: columns and colours.</summary>
internal static class TextOutput
{
    /// <summary>Gets a value indicating whether colours are wanted: on a terminal, unless NO_COLOR is set.</summary>
    public static bool HasColor => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Tells how many columns there are.</summary>
    /// <param name="pipeWidth">How many a pipe or a file gets.</param>
    public static int WidthOr(int pipeWidth) => Console.IsOutputRedirected ? pipeWidth : Console.WindowWidth;
}
