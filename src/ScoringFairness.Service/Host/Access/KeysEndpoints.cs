using Microsoft.AspNetCore.Http.HttpResults;
using ScoringFairness.Service.Host.Api;

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
        KeyRequest request, HttpRequest http, Caller caller, CreateKey create, CancellationToken cancellation)
    {
        if (http.Headers.ContainsKey("Idempotency-Key"))
        {
            // The answer of the first time holds a secret that nobody keeps.
            return Problems.Invalid(
                "The header cannot be used", "Idempotency-Key", "is not honoured here, for a key is shown once; leave it out, and revoke a key that got lost.");
        }
        var outcome = await create.RunAsync(caller, request, cancellation);
        return outcome is Outcome<CreatedKey>.Done made ? TypedResults.Created($"/v1/keys/{made.Value.Listed.KeyId}", made.Value) : outcome.Problem();
    }

    private static async Task<Ok<IReadOnlyList<KeyView>>> ListAsync(Caller caller, KeyStore keys, CancellationToken cancellation) =>
        TypedResults.Ok(await keys.ListAsync(caller.OrganisationId, cancellation));

    private static async Task<Results<Ok<KeyView>, ProblemHttpResult>> GetAsync(
        string keyId, Caller caller, KeyStore keys, CancellationToken cancellation) =>
        (await keys.ListAsync(caller.OrganisationId, cancellation)).FirstOrDefault(key => key.KeyId == keyId) is { } key
            ? TypedResults.Ok(key)
            : Problems.NotFound($"key '{keyId}'");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string keyId, Caller caller, RevokeKey revoke, CancellationToken cancellation) =>
        await revoke.RunAsync(caller, keyId, cancellation)
            ? TypedResults.NoContent()
            : Problems.NotFound($"key '{keyId}'");
}
