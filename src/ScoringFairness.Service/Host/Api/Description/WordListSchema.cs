using Microsoft.OpenApi;
using ScoringFairness.Service.Host.Json;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api.Description;

/// <summary>What is a list of words in JSON, whatever it is in C#, as an array of strings.</summary>
internal sealed class WordListSchema : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        // Where it is used a property refers to it, and says whether it may be null.
        if (schema is OpenApiSchema { AllOf: null } own && context.Type.IsAssignableTo(typeof(IWordList)))
        {
            (own.Type, own.Properties, own.Required, own.AdditionalPropertiesAllowed) = (JsonSchemaType.Array, null, null, true);
            own.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }
}
