namespace Resident.Cli.Pprof;

/// <summary>A request that pprof refuses, in pprof's words. The command ends with status 2.</summary>
internal sealed class PprofErrorException : Exception
{
    public PprofErrorException()
    {
    }

    public PprofErrorException(string message)
        : base(message)
    {
    }

    public PprofErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
