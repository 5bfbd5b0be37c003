using Npgsql;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Access;

/// <summary>What ends with the key that made it.</summary>
internal interface IMadeWithKeys
{
    /// <summary>Ends what a key made, in the transaction that revokes it.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="organisationId">The organisation.</param>
    /// <param name="actor">The key's name in the record of activity.</param>
    Task EndAsync(NpgsqlConnection connection, string organisationId, string actor);
}

/// <summary>Revokes a key of the caller's organisation, and with it what it made for others to use.</summary>
internal sealed class RevokeKey(OrganisationDatabase database, KnownKeys known, IEnumerable<IMadeWithKeys> made)
{
    /// <summary>Makes it open nothing from now on, and records it.</summary>
    /// <returns>False if there is no such key.</returns>
    public async Task<bool> RunAsync(Caller caller, string keyId, CancellationToken cancellation)
    {
        var revoked = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var isKnown = await KeyStore.RevokeAsync(connection, caller.OrganisationId, keyId);
                if (isKnown)
                {
                    foreach (var one in made)
                    {
                        await one.EndAsync(connection, caller.OrganisationId, ApiKey.ActorOf(keyId));
                    }
                    await ActivityLog.RecordAsync(connection, caller, "key.revoked", keyId);
                }
                return isKnown;
            },
            cancellation);
        known.Forget();
        return revoked;
    }
}
