using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses.Files;

/// <summary>
/// Files between two pages: a browser sends one, and somebody then says what its columns hold. Every process of the service sees
/// them, they are sealed as texts are, and they go once they are stored, discarded or an hour old.
/// </summary>
internal sealed class KeptFiles(NpgsqlDataSource everybody, OrganisationDatabase database, TextCipher cipher)
{
    /// <summary>Minutes for which a file is kept.</summary>
    public const int Minutes = 60;

    private const long MostBytes = 512L * 1024 * 1024;
    private const string InTime = "created_at > now() - make_interval(mins => @Minutes)";

    /// <summary>Keeps a file.</summary>
    /// <returns>What it is called; null where the organisation keeps too many already.</returns>
    public async Task<string?> AddAsync(string organisationId, string name, byte[] content, CancellationToken cancellation)
    {
        var fileId = Guid.NewGuid().ToString("N");
        var kept = cipher.SealFile(content, organisationId, fileId);
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var added = await connection.ExecuteAsync(new CommandDefinition(
            $"""
            insert into kept_files (organisation_id, file_id, name, content)
            select @organisationId, @fileId, @name, @kept
            where (select coalesce(sum(octet_length(content)), 0) from kept_files where organisation_id = @organisationId and {InTime})
              + octet_length(@kept) <= @MostBytes
            """,
            new { organisationId, fileId, name, kept, MostBytes, Minutes }, commandTimeout: 0, cancellationToken: cancellation));
        return added > 0 ? fileId : null;
    }

    /// <summary>A file; null where there is none, or none any more.</summary>
    public async Task<KeptFile?> FindAsync(string organisationId, string fileId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var (name, kept) = await connection.QuerySingleOrDefaultAsync<(string, byte[]?)>(new CommandDefinition(
            $"select name, content from kept_files where organisation_id = @organisationId and file_id = @fileId and {InTime}",
            new { organisationId, fileId, Minutes }, commandTimeout: 0, cancellationToken: cancellation));
        return kept is null ? null : new KeptFile(fileId, name, cipher.OpenFile(kept, organisationId, fileId));
    }

    /// <summary>Forgets a file.</summary>
    public async Task DeleteAsync(string organisationId, string fileId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from kept_files where organisation_id = @organisationId and file_id = @fileId",
            new { organisationId, fileId }, cancellationToken: cancellation));
    }

    /// <summary>Forgets a file whose rows are stored, and keeps for as long what became of them.</summary>
    /// <param name="organisationId">Whose file it is.</param>
    /// <param name="fileId">The file.</param>
    /// <param name="form">A digest of what was said of its columns.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public Task EndAsync(string organisationId, string fileId, byte[] form, byte[] outcome, CancellationToken cancellation)
    {
        var kept = cipher.SealFile(outcome, organisationId, fileId);
        return database.InTransactionAsync(
            organisationId,
            connection => connection.ExecuteAsync(
                """
                delete from kept_files where organisation_id = @organisationId and file_id = @fileId;
                insert into kept_file_outcomes (organisation_id, file_id, form, outcome)
                values (@organisationId, @fileId, @form, @kept) on conflict do nothing
                """,
                new { organisationId, fileId, form, kept }),
            cancellation);
    }

    /// <summary>What became of a file, and the digest of what was said of its columns; null where nothing is known.</summary>
    public async Task<(byte[] Form, byte[] Outcome)?> OutcomeAsync(string organisationId, string fileId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        var (form, kept) = await connection.QuerySingleOrDefaultAsync<(byte[]?, byte[]?)>(new CommandDefinition(
            $"select form, outcome from kept_file_outcomes where organisation_id = @organisationId and file_id = @fileId and {InTime}",
            new { organisationId, fileId, Minutes }, cancellationToken: cancellation));
        return form is null || kept is null ? null : (form, cipher.OpenFile(kept, organisationId, fileId));
    }

    /// <summary>Forgets every file of an organisation: a student who is erased may stand in any of them.</summary>
    public static Task DeleteAllAsync(NpgsqlConnection connection, string organisationId) => connection.ExecuteAsync(
        """
        delete from kept_files where organisation_id = @organisationId;
        delete from kept_file_outcomes where organisation_id = @organisationId
        """,
        new { organisationId });

    /// <summary>Forgets files whose time is over, of all organisations.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            $"delete from kept_files where not ({InTime}); delete from kept_file_outcomes where not ({InTime})", new { Minutes },
            cancellationToken: cancellation));
    }
}
