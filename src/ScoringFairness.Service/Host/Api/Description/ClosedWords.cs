using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api.Description;

/// <summary>Texts and lists of texts that take some words only, as <see cref="AllowedValuesAttribute"/> has them, as enumerations.</summary>
internal sealed class ClosedWords : IParameterFilter, ISchemaFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        var words = context.PropertyInfo?.GetCustomAttribute<AllowedValuesAttribute>() ?? context.ParameterInfo?.GetCustomAttribute<AllowedValuesAttribute>();
        if (words is not null && parameter.Schema is OpenApiSchema schema)
        {
            schema.Enum = Nodes(words.Values);
        }
    }

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo?.GetCustomAttribute<AllowedValuesAttribute>() is { } words && schema is OpenApiSchema own)
        {
            Close(own, words.Values);
        }
    }

    /// <summary>Makes an enumeration of a text, or of the elements of a list.</summary>
    public static void Close(OpenApiSchema schema, IEnumerable<object?> words)
    {
        var target = schema.Items as OpenApiSchema ?? schema;
        target.Enum = Nodes(words);
        if (target.Type?.HasFlag(JsonSchemaType.Null) == true)
        {
            target.Enum.Add(JsonNullSentinel.JsonNull);
        }
    }

    private static List<JsonNode> Nodes(IEnumerable<object?> words) => [.. words.OfType<string>().Select(word => (JsonNode)JsonValue.Create(word))];
}
