using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api;

/// <summary>Words for what has no documentation comment of its own: parameters that many operations share, and the framework's types.</summary>
internal sealed class DescriptionFilter : IParameterFilter, ISchemaFilter
{
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["itemId"] = "The item's id, the client's own.",
        ["responseId"] = "The response's id, the client's own.",
        ["studentId"] = "The student's id, the client's own.",
        ["auditId"] = "The audit's id, as POST /v1/audits gave it.",
        ["uploadId"] = "The upload's id, from `errorsUrl`.",
        ["scheduleId"] = "The schedule's id, the client's own.",
        ["keyId"] = "The key's id: the part of a key that is no secret.",
        ["name"] = "The endpoint's name, one of those that GET /v1/chat-endpoints lists.",
        ["dryRun"] = "Whether to run nothing, and to answer what would be run and cost.",
        ["action"] = "Only this action, such as audit.started.",
        ["cohort"] = "Only this cohort.",
        ["measure"] = "Only this measure, such as equalizedOdds.",
        ["scorer"] = "Only this scorer; `human` for the human's figures.",
        ["split"] = "Only this training split, such as mixed.",
        ["limit"] = "Entries at once, 1 to 1000 (default 100).",
        ["after"] = "Where to go on: the `next` of the part before.",
        ["Idempotency-Key"] = "The same request under the same key gives the audit of the first time and starts no other; another request is refused.",
    };

    private static readonly Dictionary<string, string> Framework = new(StringComparer.Ordinal)
    {
        ["ProblemDetails"] = "What is wrong with a request (RFC 9457), sent as application/problem+json.",
        ["ProblemDetails.type"] = "The kind of problem, stable for programs: urn:scoring-fairness:problem:….",
        ["ProblemDetails.title"] = "The kind of problem for people.",
        ["ProblemDetails.status"] = "The HTTP status.",
        ["ProblemDetails.detail"] = "What is wrong here: the field, the problem of its value, and the remedy.",
        ["ProblemDetails.instance"] = "Not used.",
        ["SseItem"] = "A server-sent event.",
        ["SseItem.data"] = "The audit as it stands.",
        ["SseItem.eventType"] = "progress",
        ["SseItem.eventId"] = "Not used.",
        ["SseItem.reconnectionInterval"] = "Not used.",
    };

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is OpenApiParameter { Name: { } name } own && string.IsNullOrEmpty(own.Description))
        {
            own.Description = Parameters.GetValueOrDefault(name);
        }
    }

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        var type = context.Type == typeof(ProblemDetails) ? nameof(ProblemDetails)
            : context.Type.Name.StartsWith("SseItem", StringComparison.Ordinal) ? "SseItem" : null;
        if (type is null || schema is not OpenApiSchema own)
        {
            return;
        }
        own.Description = Framework[type];
        foreach (var (name, property) in own.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (property is OpenApiSchema described)
            {
                described.Description = Framework.GetValueOrDefault($"{type}.{name}");
            }
        }
    }
}
