using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Activities;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Database;

namespace ScoringFairness.Service.Host.Access;

/// <summary>The keys of the caller's organisation.</summary>
internal static class KeysEndpoints
{
    private const string Example = """{ "name": "nightly upload", "roles": ["ingest"], "expiresInDays": 365 }""";

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("8 Access");
        keys.MapPost("/", PostAsync).WithName("postKey").For(Role.Admin).WithSummary("Makes a key; it is shown this once.")
            .WithDescription("From the first key on, nobody is let in without one.")
            .WithMetadata(new RequestExample("application/json", Example)).ProducesProblem(400);
        keys.MapGet("/{keyId}", GetAsync).WithName("getKey").For(Role.Admin).WithSummary("Shows a key, without its secret.").ProducesProblem(404);
        keys.MapGet("/", ListAsync).WithName("listKeys").For(Role.Admin).WithSummary("Lists the keys, without their secrets.");
        keys.MapDelete("/{keyId}", DeleteAsync).WithName("revokeKey").For(Role.Admin)
            .WithSummary("Revokes a key: it opens nothing from the next request on, nor do browsers that were shown it.").ProducesProblem(404);
    }

    private static async Task<Results<Created<CreatedKey>, ProblemHttpResult>> PostAsync(
        KeyRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, Caller caller, OrganisationDatabase database,
        CancellationToken cancellation)
    {
        if (idempotencyKey is not null)
        {
            // The answer of the first time holds a secret that nobody keeps.
            return Problems.Invalid(
                "The header cannot be used", "Idempotency-Key", "is not honoured here, for a key is shown once; leave it out, and revoke a key that got lost.");
        }
        if (request.Problems() is { Count: > 0 } problems)
        {
            return Problems.InvalidBody("The key cannot be made", problems);
        }
        var created = await CreateAsync(database, caller, request, cancellation);
        return TypedResults.Created($"/v1/keys/{created.Listed.KeyId}", created);
    }

    /// <summary>Makes a key and records it.</summary>
    internal static Task<CreatedKey> CreateAsync(
        OrganisationDatabase database, Caller caller, KeyRequest request, CancellationToken cancellation) =>
        database.InTransactionAsync(
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

    private static async Task<Ok<IReadOnlyList<KeyView>>> ListAsync(Caller caller, KeyStore keys, CancellationToken cancellation) =>
        TypedResults.Ok(await keys.ListAsync(caller.OrganisationId, cancellation));

    private static async Task<Results<Ok<KeyView>, ProblemHttpResult>> GetAsync(
        string keyId, Caller caller, KeyStore keys, CancellationToken cancellation) =>
        (await keys.ListAsync(caller.OrganisationId, cancellation)).FirstOrDefault(key => key.KeyId == keyId) is { } key
            ? TypedResults.Ok(key)
            : Problems.NotFound($"key '{keyId}'");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string keyId, Caller caller, OrganisationDatabase database, CancellationToken cancellation) =>
        await RevokeAsync(database, caller, keyId, cancellation)
            ? TypedResults.NoContent()
            : Problems.NotFound($"key '{keyId}'");

    /// <summary>Revokes a key and records it.</summary>
    internal static Task<bool> RevokeAsync(
        OrganisationDatabase database, Caller caller, string keyId, CancellationToken cancellation) =>
        database.InTransactionAsync(
            caller.OrganisationId,
            async connection =>
            {
                var isKnown = await KeyStore.RevokeAsync(connection, caller.OrganisationId, keyId);
                if (isKnown)
                {
                    await ActivityLog.RecordAsync(connection, caller, "key.revoked", keyId);
                }
                return isKnown;
            },
            cancellation);
}
