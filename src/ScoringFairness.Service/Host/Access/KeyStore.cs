using Dapper;
using Npgsql;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Access;

/// <summary>Who a key or a browser's cookie belongs to.</summary>
internal sealed class KeyHolder
{
    public required string OrganisationId { get; init; }

    public required string KeyId { get; init; }

    public required string[] Roles { get; init; }

    /// <summary>What is stored of the key's secret.</summary>
    public byte[] SecretDigest { get; init; } = [];

    /// <summary>When it ends; null: never.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>Whether the key was not used for a minute.</summary>
    public bool IsUnused { get; init; }
}

/// <summary>The API keys of the database.</summary>
internal sealed class KeyStore(NpgsqlDataSource everybody, OrganisationDatabase database, KnownKeys known)
{
    private const string Valid = "revoked_at is null and (expires_at is null or expires_at > now())";
    private const string Listed = "key_id, name, roles, created_at, created_by, expires_at, revoked_at, last_used_at";
    private volatile bool _isClosed;

    /// <summary>Whether the service has ever had a key: from then on it opens to nobody without one.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellation)
    {
        if (!_isClosed)
        {
            _isClosed = await known.FindAsync(nameof(AnyAsync), AskAsync, any => (!any, null));
        }
        return _isClosed;

        async Task<bool> AskAsync()
        {
            await using var command = everybody.CreateCommand("select exists (select from api_keys)");
            return (bool)(await command.ExecuteScalarAsync(cancellation))!;
        }
    }

    /// <summary>Whose key this is; null if it opens nothing.</summary>
    public Task<KeyHolder?> FindAsync(ApiKey key, CancellationToken cancellation) =>
        known.FindAsync((key.KeyId, Convert.ToHexString(key.Digest)), () => AskAsync(key, cancellation), Kept);

    private static (bool, DateTimeOffset?) Kept(KeyHolder? holder) => (holder is not null, holder?.ExpiresAt);

    private async Task<KeyHolder?> AskAsync(ApiKey key, CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        var found = await connection.QuerySingleOrDefaultAsync<KeyHolder>(
            $"""
            select organisation_id, key_id, roles, secret_digest, expires_at, coalesce(last_used_at < now() - interval '1 minute', true) as is_unused
            from api_keys where key_id = @KeyId and {Valid}
            """,
            new { key.KeyId });
        if (found is null || !System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(found.SecretDigest, key.Digest))
        {
            return null;
        }
        if (found.IsUnused)
        {
            await connection.ExecuteAsync("update api_keys set last_used_at = date_trunc('minute', now()) where key_id = @KeyId", new { key.KeyId });
        }
        return found;
    }

    /// <summary>Whose browser this cookie belongs to; null if it has ended, or its key opens nothing any more.</summary>
    public Task<KeyHolder?> FindSessionAsync(string session, CancellationToken cancellation)
    {
        var digest = ApiKey.DigestOf(session);
        return known.FindAsync(Convert.ToHexString(digest), AskAsync, Kept);

        async Task<KeyHolder?> AskAsync()
        {
            await using var connection = await everybody.OpenConnectionAsync(cancellation);
            return await connection.QuerySingleOrDefaultAsync<KeyHolder>(
                """
                select k.organisation_id, k.key_id, k.roles, least(s.expires_at, k.expires_at) as expires_at
                from browser_sessions s join api_keys k using (organisation_id, key_id)
                where session_digest = @digest and s.expires_at > now() and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
                """,
                new { digest });
        }
    }

    /// <summary>Lets a browser in for a while.</summary>
    /// <returns>What its cookie holds.</returns>
    public async Task<string> BeginSessionAsync(KeyHolder holder, TimeSpan length, CancellationToken cancellation)
    {
        var session = ApiKey.RandomSecret();
        await using var connection = await database.OpenAsync(holder.OrganisationId, cancellation);
        await connection.ExecuteAsync(
            """
            delete from browser_sessions where organisation_id = @OrganisationId and expires_at < now();
            insert into browser_sessions (organisation_id, key_id, session_digest, expires_at)
            values (@OrganisationId, @KeyId, @digest, now() + @length)
            """,
            new { holder.OrganisationId, holder.KeyId, digest = ApiKey.DigestOf(session), length });
        return session;
    }

    /// <summary>Lets a browser out.</summary>
    public async Task EndSessionAsync(string organisationId, string session, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        await connection.ExecuteAsync(
            "delete from browser_sessions where organisation_id = @organisationId and session_digest = @digest",
            new { organisationId, digest = ApiKey.DigestOf(session) });
        known.Forget();
    }

    /// <summary>Makes the organisation known, if it is not.</summary>
    public async Task AddOrganisationAsync(string organisationId, CancellationToken cancellation)
    {
        await using var connection = await everybody.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync("insert into organisations (organisation_id) values (@organisationId) on conflict do nothing", new { organisationId });
    }

    /// <summary>Stores a key in the caller's transaction.</summary>
    public static Task<KeyView> AddAsync(NpgsqlConnection connection, string organisationId, ApiKey key, KeyRequest request, string createdBy) =>
        connection.QuerySingleAsync<KeyView>(
            $"""
            insert into api_keys (organisation_id, key_id, name, secret_digest, roles, created_by, expires_at)
            values (@organisationId, @KeyId, @name, @Digest, @roles, @createdBy, now() + @days * interval '1 day')
            returning {Listed}
            """,
            new
            {
                organisationId,
                key.KeyId,
                key.Digest,
                name = request.Name.Trim(),
                roles = request.Roles.Distinct().ToArray(),
                createdBy,
                days = request.ExpiresInDays,
            });

    /// <summary>Makes a key open nothing from now on, in the caller's transaction.</summary>
    /// <returns>False if there is no such key.</returns>
    public static async Task<bool> RevokeAsync(NpgsqlConnection connection, string organisationId, string keyId) =>
        await connection.ExecuteAsync(
            "update api_keys set revoked_at = coalesce(revoked_at, now()) where organisation_id = @organisationId and key_id = @keyId",
            new { organisationId, keyId }) > 0;

    /// <summary>The keys of an organisation, the newest first.</summary>
    public async Task<IReadOnlyList<KeyView>> ListAsync(string organisationId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(organisationId, cancellation);
        return (await connection.QueryAsync<KeyView>(
            $"select {Listed} from api_keys where organisation_id = @organisationId order by created_at desc, key_id", new { organisationId })).AsList();
    }
}
