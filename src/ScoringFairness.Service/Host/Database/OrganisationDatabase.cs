using Dapper;
using Npgsql;

namespace ScoringFairness.Service.Host.Database;

/// <summary>
/// The database as one organisation sees it. A connection takes the role <see cref="Role"/>, which row-level security holds
/// to the rows of the organisation named here: a statement that forgot its organisation would find nothing of another's.
/// </summary>
/// <remarks>
/// The role and the name last as long as the connection is lent: the driver resets both before it lends it again. What
/// belongs to no organisation (migrations, the queue, the keys' lookup) uses the plain <see cref="NpgsqlDataSource"/>.
/// </remarks>
internal sealed class OrganisationDatabase(NpgsqlDataSource source)
{
    /// <summary>The role that row-level security applies to; it cannot log in.</summary>
    public const string Role = "scoring_fairness_organisation";

    /// <summary>The setting that policies compare with.</summary>
    public const string Setting = "scoring_fairness.organisation";

    private const string Enter = $"select set_config('role', '{Role}', false), set_config('{Setting}', $1, false)";

    /// <summary>The same with the organisation named as statements name it.</summary>
    private const string EnterNamed = $"select set_config('role', '{Role}', false), set_config('{Setting}', @organisationId, false)";

    /// <summary>Lends a connection that sees this organisation alone.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string organisationId, CancellationToken cancellation = default)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand(Enter, connection) { Parameters = { new() { Value = organisationId } } };
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Reads what statements find, as this organisation. They go along with what names the organisation, in one round trip: a page that
    /// waits for a busy machine at each of them waits half as often.
    /// </summary>
    /// <param name="sql">Statements that name the organisation as <c>@organisationId</c>.</param>
    /// <param name="parameters">What they take; <c>organisationId</c> is among it.</param>
    /// <param name="read">Reads their results.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<T> ReadAsync<T>(string sql, object parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellation = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition($"{EnterNamed};\n{sql}", parameters, cancellationToken: cancellation));
        await results.ReadAsync();
        return await read(results);
    }

    /// <summary>Runs the work in one transaction: all of it is stored, or nothing.</summary>
    public async Task<T> InTransactionAsync<T>(
        string organisationId, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(organisationId, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await work(connection);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    /// <summary>
    /// Lays the role down until <see cref="EnterRoleAsync"/>, for a COPY into a table that row-level security guards: PostgreSQL copies
    /// into none for those whom it guards against. Whoever copies vouches that every row names its organisation.
    /// </summary>
    /// <param name="connection">A connection in a transaction, with which the role comes back at the latest.</param>
    /// <param name="table">The table.</param>
    /// <returns>False where the login itself is guarded against, or may not add: it does not own the table.</returns>
    public static async Task<bool> LeaveRoleAsync(NpgsqlConnection connection, string table)
    {
        await connection.ExecuteAsync("set local role none");
        return await connection.ExecuteScalarAsync<bool>(
            "select has_table_privilege(@table, 'insert') and not row_security_active(@table)", new { table });
    }

    /// <summary>Takes the role again.</summary>
    public static Task EnterRoleAsync(NpgsqlConnection connection) => connection.ExecuteAsync($"set local role {Role}");

    /// <summary>
    /// Writes many rows in the caller's transaction. PostgreSQL copies into no table that row-level security guards, so they
    /// arrive in one beside it.
    /// </summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that <paramref name="write"/> fills, in its order.</param>
    /// <param name="write">Writes the rows.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task CopyAsync(
        NpgsqlConnection connection, string table, string columns, Func<NpgsqlBinaryImporter, Task> write, CancellationToken cancellation)
    {
        await connection.ExecuteAsync($"create temporary table arriving on commit drop as select {columns} from {table} with no data");
        await using (var copy = await connection.BeginBinaryImportAsync($"copy arriving ({columns}) from stdin (format binary)", cancellation))
        {
            await write(copy);
            await copy.CompleteAsync(cancellation);
        }
        await connection.ExecuteAsync(new CommandDefinition(
            $"insert into {table} ({columns}) select {columns} from arriving; drop table arriving", cancellationToken: cancellation));
    }
}
