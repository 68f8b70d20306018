namespace Resident.Sources.Http;

/// <summary>Reads the body of an answer, bounded by what was read and not by what the server states.</summary>
internal static class HttpBody
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="response">The answer, of which the headers were read.</param>
    /// <param name="mostBytes">The most that is taken.</param>
    /// <param name="tooLarge">Makes the error for a body that is larger; null: the rest is left out.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <returns>The bytes; the caller owns them.</returns>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response, int mostBytes, Func<Exception>? tooLarge, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[FirstBytes];
            int length = 0;
            while (true)
            {
                int count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += count;
                if (length > mostBytes)
                {
                    return tooLarge is null ? buffer.AsMemory(0, mostBytes) : throw tooLarge();
                }

                if (count == 0)
                {
                    return buffer.AsMemory(0, length);
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, Array.MaxLength));
                }
            }
        }
    }
}
