namespace Resident.Cli.Run;

/// <summary>Values of errno, as on Linux x64 and arm64.</summary>
internal static class ErrorNumber
{
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int TooBig = 7;
    internal const int NotExecutable = 8;
    internal const int TryAgain = 11;
    internal const int Access = 13;
    internal const int FileTooBig = 27;
    internal const int NoSpace = 28;
    internal const int Loop = 40;
    internal const int NameTooLong = 36;
    internal const int NotDirectory = 20;
    internal const int QuotaExceeded = 122;
}
