using System.Diagnostics;
using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// Copies the rows of a large upload straight into their table while others of it still come in, in a transaction that ends with it.
/// That takes half of the time of staging and merging, and serves rows that are all good and meet neither each other nor what is
/// stored. Whenever it turns out that they are not so, that somebody else would have to wait, or that the sender is slow, all of it is
/// undone and the upload goes the ordinary way.
/// </summary>
internal sealed class EarlyCopy(
    OrganisationDatabase database, Places places, string organisationId, IUpload upload, KeptRows kept, Func<NpgsqlConnection, Task<bool>> claim)
    : IAsyncDisposable
{
    /// <summary>Bytes of staged rows below which it is not worth a transaction held open.</summary>
    private const long Least = 1024 * 1024;

    private const int ReadAtOnce = 256 * 1024;

    /// <summary>For how long altogether it waits for the sender while it holds a place and items.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopped = new();
    private UploadTransaction? _transaction;
    private Task<bool>? _copying;
    private bool _isOver;

    /// <summary>Begins once it is worth it, and stops where rows are not so plain after all.</summary>
    /// <param name="isPlain">Whether the rows staged so far are all good, and none can have come twice.</param>
    /// <param name="cancellation">Ends it.</param>
    public async ValueTask FollowAsync(bool isPlain, CancellationToken cancellation)
    {
        if (_isOver)
        {
            return;
        }
        if (!isPlain || (_copying is null && kept.Written >= Least && !await BeginAsync(cancellation)))
        {
            await StopAsync();
        }
    }

    /// <summary>Waits for the rows to be copied, all of which are kept by now.</summary>
    /// <param name="isPlain">Whether all rows are good, and none can have come twice.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The transaction, now the caller's, with all rows in their table; null where they must be staged.</returns>
    public async Task<UploadTransaction?> FinishAsync(bool isPlain, CancellationToken cancellation)
    {
        if (!isPlain || _copying is null || _isOver || !await _copying || !await FitsAsync(cancellation))
        {
            await StopAsync();
            return null;
        }
        (var mine, _transaction, _isOver) = (_transaction, null, true);
        return mine;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopped.Dispose();
    }

    private async Task<bool> BeginAsync(CancellationToken cancellation)
    {
        if (places.TryTake(organisationId) is not { } place)
        {
            return false;
        }
        _transaction = await UploadTransaction.BeginAsync(database, organisationId, place, cancellation);
        var connection = _transaction.Connection;
        return await UnlessOthersAsync(async () =>
        {
            // Rows are added before all items are known, so nothing may be waited for here: two uploads could wait for each other.
            await connection.ExecuteAsync("set local lock_timeout = '200ms'");
            if (!await claim(connection)
                || await upload.HoldAsync(connection) is not null
                || await upload.Merge.MayConflictAsync(connection, upload.Keys, cancellation)
                || !await OrganisationDatabase.LeaveRoleAsync(connection, upload.Merge.Table))
            {
                return false;
            }
            _copying = Task.Run(
                () => UnlessOthersAsync(() => RawCopy.RunAsync(connection, upload.Merge.Copy, FillAsync, _stopped.Token)), CancellationToken.None);
            return true;
        });
    }

    private async Task<bool> FillAsync(Stream copy)
    {
        var rows = new TableRows(organisationId, copy);
        var buffer = new byte[ReadAtOnce];
        var (at, patience) = (0L, Patience);
        while (true)
        {
            var isWhole = kept.IsWhole;
            if (await kept.ReadAsync(at, buffer, _stopped.Token) is > 0 and var read)
            {
                at += read;
                await rows.AddAsync(buffer.AsMemory(0, read), _stopped.Token);
            }
            else if (isWhole)
            {
                return rows.IsEnded;
            }
            else
            {
                var clock = Stopwatch.StartNew();
                if (!await kept.GrowsAsync(patience, _stopped.Token))
                {
                    return false;
                }
                patience -= clock.Elapsed < patience ? clock.Elapsed : patience;
            }
        }
    }

    private Task<bool> FitsAsync(CancellationToken cancellation) => UnlessOthersAsync(async () =>
    {
        var connection = _transaction!.Connection;
        await OrganisationDatabase.EnterRoleAsync(connection);
        // Again, with the items that came later.
        var fits = await upload.HoldAsync(connection) is null && await upload.FitsAsync(connection, cancellation);
        await connection.ExecuteAsync("set local lock_timeout = 0");
        return fits;
    });

    /// <summary>False where others hold what is needed or stored it before, or where it was stopped.</summary>
    private static async Task<bool> UnlessOthersAsync(Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.QueryCanceled)
        {
            return false;
        }
    }

    private async Task StopAsync()
    {
        _isOver = true;
        await _stopped.CancelAsync();
        if (_copying is not null)
        {
            await ((Task)_copying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
            _transaction = null;
        }
    }
}
