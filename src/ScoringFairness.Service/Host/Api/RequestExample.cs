using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ScoringFairness.Service.Host.Api.Description;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api;

/// <summary>A body that works when it is sent as it stands.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Body">The body.</param>
/// <param name="Row">What each element is, where the body is a list of rows; null: the handler declares the body.</param>
internal sealed record RequestExample(string ContentType, string Body, Type? Row = null);

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
        var declared = operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = examples.ToDictionary(
                example => example.ContentType,
                example => new OpenApiMediaType
                {
                    Schema = example.ContentType != "application/json" ? CommonAnswers.Bytes()
                        : example.Row is null ? declared
                        : context.SchemaGenerator.GenerateSchema(typeof(IReadOnlyList<>).MakeGenericType(example.Row), context.SchemaRepository),
                    Example = example.ContentType == "application/json"
                        ? JsonNode.Parse(example.Body)
                        : JsonValue.Create(example.Body),
                }),
        };
    }
}
