using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Access;

/// <summary>Makes a key of the caller's organisation.</summary>
internal sealed class CreateKey(OrganisationDatabase database, KnownKeys known)
{
    /// <summary>Makes the key and records it; what it gives holds the secret, this once.</summary>
    public async Task<Outcome<CreatedKey>> RunAsync(Caller caller, KeyRequest request, CancellationToken cancellation)
    {
        if (request.Problems() is { Count: > 0 } problems)
        {
            return new Outcome<CreatedKey>.Refused("The key cannot be made", problems);
        }
        var created = await database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var key = ApiKey.Create();
                var listed = await KeyStore.AddAsync(connection, caller.OrganisationId, key, request, caller.Actor);
                await ActivityLog.RecordAsync(
                    connection, caller, "key.created", key.KeyId, new { listed.Name, listed.Roles, listed.ExpiresAt });
                return new CreatedKey { Key = key.Text, Listed = listed };
            },
            cancellation);
        known.Forget();
        return new Outcome<CreatedKey>.Done(created);
    }
}
