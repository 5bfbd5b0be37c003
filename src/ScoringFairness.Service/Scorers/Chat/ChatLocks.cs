using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Scorers.Chat;

/// <summary>
/// Locks of PostgreSQL that a fit holds while it pays for something, all of one session: a process that dies loses its session, and
/// with it the locks, at once.
/// </summary>
internal sealed class ChatLocks(OrganisationDatabase database, string organisationId) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly SemaphoreSlim _turn = new(1);
    private NpgsqlConnection? _session;

    /// <summary>Waits until nobody else holds the lock of a name, and takes it. A fit asks for a name once at a time.</summary>
    public async Task EnterAsync(string name, CancellationToken cancellation)
    {
        while (!await RunAsync("select pg_try_advisory_lock(hashtextextended(@name, 0))", name, cancellation))
        {
            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Gives the lock back.</summary>
    public async Task LeaveAsync(string name)
    {
        try
        {
            await RunAsync("select pg_advisory_unlock(hashtextextended(@name, 0))", name, CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The session is gone, and the lock with it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            try
            {
                // The driver keeps the session for others, and resets it only when it lends it again.
                await _session.ExecuteAsync("select pg_advisory_unlock_all()");
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                // The session is gone, and its locks with it.
            }
            await _session.DisposeAsync();
        }
        _turn.Dispose();
    }

    private async Task<bool> RunAsync(string sql, string name, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_session is { FullState: not System.Data.ConnectionState.Open })
            {
                await _session.DisposeAsync();
                _session = null;
            }
            _session ??= await database.OpenAsync(organisationId, cancellation);
            return await _session.ExecuteScalarAsync<bool>(
                new CommandDefinition(sql, new { name = $"chat:{organisationId}:{name}" }, cancellationToken: cancellation));
        }
        finally
        {
            _turn.Release();
        }
    }
}
