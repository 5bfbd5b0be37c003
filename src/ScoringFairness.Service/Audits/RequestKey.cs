using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Audits;

/// <summary>What a client calls a request, so that sending it again begins nothing new.</summary>
/// <param name="IdempotencyKey">The client's key.</param>
/// <param name="Digest">SHA-256 of the request: under the same key another one is refused.</param>
internal sealed record RequestKey(string IdempotencyKey, byte[] Digest)
{
    /// <summary>The key of a request; neither the order of its properties nor a null where nothing could stand makes it another.</summary>
    /// <param name="idempotencyKey">The client's key.</param>
    /// <param name="request">The request as it was understood.</param>
    /// <param name="json">How requests are written.</param>
    public static RequestKey Of(string idempotencyKey, object request, JsonSerializerOptions json)
    {
        var canonical = Ordered(JsonSerializer.SerializeToNode(request, request.GetType(), json));
        return new RequestKey(idempotencyKey, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(canonical)));
    }

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
