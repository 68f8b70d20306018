using Resident.Model;

namespace Resident.Monitoring.Sampling;

/// <summary>Asks the ways to the runtime in their order.</summary>
public static class RuntimeChoice
{
    /// <summary>Gets the view of the first way that answers.</summary>
    /// <param name="runtimes">The ways, best first.</param>
    /// <param name="warnings">Takes what the others said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where none answers.</returns>
    public static async ValueTask<GoMemory?> ReadFirstAsync(
        IReadOnlyList<IRuntimeReader> runtimes, ICollection<string> warnings, CancellationToken cancellationToken)
    {
        foreach (var runtime in runtimes)
        {
            try
            {
                return await runtime.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (IsProblem(problem))
            {
                warnings.Add($"{runtime.Name}: {problem.Message}");
            }
        }

        return null;
    }

    /// <summary>Tells whether a way that threw this has failed to answer, and no more.</summary>
    public static bool IsProblem(Exception problem) =>
        problem is IOException or MalformedInputException or LimitExceededException or HttpRequestException or UnauthorizedAccessException;
}
