using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api.Description;

/// <summary>Words for parameters that many operations share, and the problem that operations answer with.</summary>
internal sealed class DescriptionFilter : IParameterFilter, ISchemaFilter
{
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["itemId"] = "The item's id, the client's own.",
        ["responseId"] = "The response's id, the client's own.",
        ["studentId"] = "The student's id, the client's own.",
        ["auditId"] = "The audit's id, as POST /v1/audits gave it.",
        ["linkId"] = "The link's id, as it is listed; not its secret.",
        ["uploadId"] = "The upload's id, from `errorsUrl`.",
        ["scheduleId"] = "The schedule's id, the client's own.",
        ["keyId"] = "The key's id: the part of a key that is no secret.",
        ["name"] = "The endpoint's name, one of those that GET /v1/chat-endpoints lists.",
        ["action"] = "Only this action, such as audit.started, or all of a kind: audit.",
        ["actor"] = "Only what this caller did: `key:` with the key's id, `token:` with the subject, open, command line or service.",
        ["from"] = "Only from this time on.",
        ["to"] = "Only before this time.",
        ["cohort"] = "Only this cohort.",
        ["measure"] = "Only this measure, such as equalizedOdds.",
        ["scorer"] = "Only this scorer; `human` for the human's figures.",
        ["split"] = "Only this training split, such as mixed.",
        ["status"] = "Only those in this state.",
        ["item"] = "Only those of this item.",
        ["schedule"] = "Only those that this schedule began.",
        ["verdict"] = "Only those whose report's worst answer to one of the three questions, of the scorers that could go into use, is this.",
        ["question"] = "The question that verdict is about; left out: any of the three.",
        ["order"] = "newest (default) or oldest first.",
        ["limit"] = "Entries at once, 1 to 1000 (default 100).",
        ["after"] = "Where to go on: the `next` of the part before.",
        ["Last-Event-ID"] = "The id of the last event that was seen; browsers send it by themselves.",
        ["Idempotency-Key"] = "The same request under the same key is answered as the first was and does nothing more; another request is refused.",
    };

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is OpenApiParameter { Name: { } name } own && string.IsNullOrEmpty(own.Description))
        {
            // Of a list it is what names hold, in a path whose it is.
            own.Description = (name, own.In) == ("name", ParameterLocation.Query)
                ? "Only those whose name holds this, in capitals or not."
                : Parameters.GetValueOrDefault(name);
        }
    }

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type == typeof(ProblemDetails) && schema is OpenApiSchema own)
        {
            own.Description = "What is wrong with a request (RFC 9457), sent as application/problem+json.";
            own.Required = new HashSet<string> { "type", "title", "status", "detail" };
            own.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("The kind of problem, stable for programs: urn:scoring-fairness:problem:…."),
                ["title"] = Text("The kind of problem for people."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
                ["detail"] = Text("What is wrong here: the field, the problem of its value, and the remedy."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                    Description =
                        "Everything that is wrong, by a JSON pointer (RFC 6901) to its place in the body, or by its name in the query, the path or a header.",
                },
                ["retryAfter"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Description = "After how many seconds to try again, as the header Retry-After says.",
                },
                ["traceId"] = Text("Of a failure of the service: by what it is found in the log."),
            };
        }
    }

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
