using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ScoringFairness.Service.Audits;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Scorers;

/// <summary>Scorers in the API's description: one of the kinds' records, told apart by <c>kind</c>.</summary>
internal sealed class ScorerSchemas(ScorerKinds kinds) : ISchemaFilter
{
    private const string KindName = "kind";
    private readonly Dictionary<Type, string> _words =
        kinds.All.SelectMany(kind => new[] { (kind.RequestType, kind.Word), (kind.DesignType, kind.Word) }).ToDictionary();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema own)
        {
            return;
        }
        if (context.Type == typeof(ScorerRequest))
        {
            OneOf(own, kind => kind.RequestType, context);
        }
        else if (context.Type == typeof(ScorerDesign))
        {
            OneOf(own, kind => kind.DesignType, context);
        }
        else if (_words.TryGetValue(context.Type, out var word) && own.Properties?[KindName] is OpenApiSchema kind)
        {
            kind.Enum = [JsonValue.Create(word)];
            kind.ReadOnly = false;
            (own.Required ??= new HashSet<string>()).Add(KindName);
        }
    }

    /// <summary>Makes a schema stand for one of the kinds' records.</summary>
    private void OneOf(OpenApiSchema schema, Func<IScorerKind, Type> record, SchemaFilterContext context)
    {
        var records = kinds.All.ToDictionary(
            kind => kind.Word, kind => (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(record(kind), context.SchemaRepository));
        (schema.Type, schema.Properties, schema.Required, schema.AdditionalPropertiesAllowed) = (null, null, null, true);
        schema.OneOf = [.. records.Values];
        schema.Discriminator = new OpenApiDiscriminator { PropertyName = KindName, Mapping = records };
    }
}
