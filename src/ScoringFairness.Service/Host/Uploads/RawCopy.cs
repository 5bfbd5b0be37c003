using Npgsql;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>A COPY whose bytes come from elsewhere.</summary>
internal static class RawCopy
{
    /// <summary>Runs it.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement: <c>copy … from stdin (format binary)</c>.</param>
    /// <param name="fill">Writes the bytes; false: they will not come, and nothing is copied.</param>
    /// <param name="cancellation">Ends it; nothing is copied then.</param>
    /// <returns>Whether the rows were copied.</returns>
    public static async Task<bool> RunAsync(NpgsqlConnection connection, string sql, Func<Stream, Task<bool>> fill, CancellationToken cancellation)
    {
        var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellation);
        var isFilled = false;
        try
        {
            isFilled = await fill(copy);
        }
        finally
        {
            if (!isFilled)
            {
                await EndAsync(copy);
            }
        }
        if (isFilled)
        {
            await copy.DisposeAsync();
        }
        return isFilled;
    }

    private static async Task EndAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
            await copy.DisposeAsync();
        }
        catch (Exception ended) when (ended is ObjectDisposedException or NpgsqlException)
        {
            // A COPY that was called off half-way has ended already, and left nothing.
        }
    }
}
