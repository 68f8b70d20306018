namespace Resident.Cli;

/// <summary>What the command tells its caller. Scripts rest on the numbers: none is ever changed or used twice.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The input breaks the rules of its format.</summary>
    public const int DamagedInput = 1;

    /// <summary>The command line makes no sense, or names several targets where one is meant.</summary>
    public const int WrongRequest = 2;

    /// <summary>The target is gone, was never there, or refuses.</summary>
    public const int TargetRefused = 3;

    /// <summary>A bound was reached. The message names what raises it.</summary>
    public const int Limit = 4;

    /// <summary>--fail-on found what it was told to look for.</summary>
    public const int FailOn = 5;

    /// <summary>Our bug.</summary>
    public const int OurBug = 70;
}
