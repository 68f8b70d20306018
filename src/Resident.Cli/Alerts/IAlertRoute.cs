namespace Resident.Cli.Alerts;

/// <summary>A way on which a verdict is told to somebody.</summary>
internal interface IAlertRoute
{
    /// <summary>Tells it.</summary>
    /// <param name="verdict">The verdict's name, as in go-live-heap-leak.</param>
    /// <param name="document">The verdict, resident.verdict/1 in UTF-8.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where it was taken, else one sentence that says why not. A refusal is no exception: the watch goes on.</returns>
    Task<string?> SendAsync(string verdict, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);
}
