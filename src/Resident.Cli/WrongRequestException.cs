namespace Resident.Cli;

/// <summary>The command line asks for something that makes no sense. The message says what would.</summary>
internal sealed class WrongRequestException : Exception
{
    public WrongRequestException()
    {
    }

    public WrongRequestException(string message)
        : base(message)
    {
    }

    public WrongRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
