using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Json;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Scorers;

/// <summary>
/// Scorers in the API's description: what all of them have, and below it the record of each kind, told apart by <c>kind</c>. Generators of
/// clients make a class with heirs of it; of a choice between records without a common part they make none.
/// </summary>
internal sealed class ScorerSchemas(ScorerKinds kinds) : ISchemaFilter
{
    private const string KindName = "kind";

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema own)
        {
            return;
        }
        if (context.Type == typeof(ScorerRequest))
        {
            Found(own, kind => kind.RequestType, context);
        }
        else if (context.Type == typeof(ScorerDesign))
        {
            Found(own, kind => kind.DesignType, context);
        }
        else if (kinds.All.FirstOrDefault(kind => kind.RequestType == context.Type) is not null)
        {
            Inherit(own, typeof(ScorerRequest), context);
        }
        else if (kinds.All.FirstOrDefault(kind => kind.DesignType == context.Type) is not null)
        {
            Inherit(own, typeof(ScorerDesign), context);
        }
    }

    /// <summary>Makes a schema the common part of the kinds' records.</summary>
    private void Found(OpenApiSchema schema, Func<IScorerKind, Type> record, SchemaFilterContext context)
    {
        var kind = (OpenApiSchema)schema.Properties![KindName];
        kind.Enum = [.. kinds.All.Select(one => (JsonNode)JsonValue.Create(one.Word))];
        kind.ReadOnly = false;
        (schema.Required ??= new HashSet<string>()).Add(KindName);
        schema.AdditionalPropertiesAllowed = true;
        schema.Discriminator = new OpenApiDiscriminator
        {
            PropertyName = KindName,
            Mapping = kinds.All.ToDictionary(
                one => one.Word, one => (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(record(one), context.SchemaRepository)),
        };
    }

    /// <summary>Takes out of a kind's record what all scorers have, and refers to that.</summary>
    private static void Inherit(OpenApiSchema schema, Type common, SchemaFilterContext context)
    {
        var shared = common.GetProperties().Select(property => ContractJson.Word(property.Name)).ToHashSet(StringComparer.Ordinal);
        var own = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = schema.Properties!.Where(one => !shared.Contains(one.Key)).ToDictionary(),
            Required = schema.Required?.Except(shared).ToHashSet(),
        };
        (schema.Type, schema.Properties, schema.Required, schema.AdditionalPropertiesAllowed) = (null, null, null, true);
        schema.AllOf = [context.SchemaGenerator.GenerateSchema(common, context.SchemaRepository), own];
    }
}
