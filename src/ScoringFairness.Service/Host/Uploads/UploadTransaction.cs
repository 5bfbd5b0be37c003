using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>The transaction in which an upload is stored, and its place among those that are stored at once.</summary>
internal sealed class UploadTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, IDisposable place) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    /// <summary>Begins one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="organisationId">Whose upload it is.</param>
    /// <param name="place">Its place; given back with the transaction, or where there is none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<UploadTransaction> BeginAsync(
        OrganisationDatabase database, string organisationId, IDisposable place, CancellationToken cancellation)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.OpenAsync(organisationId, cancellation);
            return new UploadTransaction(connection, await connection.BeginTransactionAsync(cancellation), place);
        }
        catch
        {
            place.Dispose();
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
            throw;
        }
    }

    /// <summary>Stores what was done.</summary>
    public Task CommitAsync(CancellationToken cancellation) => transaction.CommitAsync(cancellation);

    /// <summary>Undoes what was not stored.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
        place.Dispose();
    }
}
