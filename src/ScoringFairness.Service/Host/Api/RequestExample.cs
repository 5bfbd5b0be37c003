using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api;

/// <summary>A body that works when it is sent as it stands.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Body">The body.</param>
internal sealed record RequestExample(string ContentType, string Body);

/// <summary>Puts the examples of <see cref="RequestExample"/> into the API's description.</summary>
internal sealed class ExampleFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var examples = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequestExample>().ToList();
        if (examples.Count == 0)
        {
            return;
        }
        var schema = operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = examples.ToDictionary(
                example => example.ContentType,
                example => new OpenApiMediaType
                {
                    Schema = example.ContentType == "application/json" ? schema : null,
                    Example = example.ContentType == "application/json"
                        ? JsonNode.Parse(example.Body)
                        : JsonValue.Create(example.Body),
                }),
        };
    }
}
