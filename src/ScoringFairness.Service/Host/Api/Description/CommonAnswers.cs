using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api.Description;

/// <summary>What every operation may be answered, and what is sent as a file or a stream.</summary>
internal sealed class CommonAnswers : IOperationFilter
{
    private const string Problem = "application/problem+json";

    /// <summary>By status, what an answer says of itself.</summary>
    private static readonly Dictionary<string, string> Said = new(StringComparer.Ordinal)
    {
        ["200"] = "Done.",
        ["201"] = "Created.",
        ["202"] = "Accepted; Location says where to look.",
        ["204"] = "Done; there is nothing to say.",
        ["400"] = "The request cannot be understood or done; every reason is named.",
        ["401"] = "Who calls is not known: send a key in X-Api-Key, or a bearer token.",
        ["403"] = "The key lacks the role that this needs.",
        ["404"] = "There is no such thing in this organisation.",
        ["408"] = "The body came too slowly.",
        ["409"] = "It does not fit the present state.",
        ["413"] = "The body is too large.",
        ["415"] = "The body's media type or encoding is not one that is read.",
        ["422"] = "It is understood and was not done; nothing is stored.",
        ["429"] = "Too many at once; Retry-After says when to try again.",
        ["500"] = "The service failed; the trace id stands in the log.",
        ["501"] = "This machine cannot do it.",
        ["503"] = "What it needs cannot be reached now; try again.",
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var answers = operation.Responses ??= [];
        foreach (var answer in answers.Values.OfType<OpenApiResponse>())
        {
            foreach (var (_, content) in (answer.Content ?? new Dictionary<string, OpenApiMediaType>()).Where(one => !IsJson(one.Key)))
            {
                content.Schema = Bytes();
            }
        }
        foreach (var status in Statuses(operation, context))
        {
            answers.TryAdd(status, new OpenApiResponse { Content = Of(context) });
        }
        foreach (var (status, answer) in answers)
        {
            answer.Description = Said[status];
        }
        operation.Responses = [];
        foreach (var (status, answer) in answers.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            operation.Responses.Add(status, answer);
        }
    }

    /// <summary>A file, a table or a stream.</summary>
    public static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>Whether a media type is JSON that has a schema.</summary>
    public static bool IsJson(string mediaType) => mediaType == "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal);

    private static IEnumerable<string> Statuses(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
            return ["429", "500"];
        }
        return ["400", "401", "403", .. operation.RequestBody is null ? [] : new[] { "413", "415" }, "429", "500", "503"];
    }

    private static Dictionary<string, OpenApiMediaType> Of(OperationFilterContext context) => new()
    {
        [Problem] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemDetails), context.SchemaRepository) },
    };
}
