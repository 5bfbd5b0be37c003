using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Host.Api.Description;

/// <summary>What can be said of the description when all of it is there.</summary>
internal sealed class WholeDocument : IDocumentFilter
{
    /// <summary>What each group of operations is about.</summary>
    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["1 Items"] = "What students are asked, and the scale of its scores.",
        ["2 Responses"] = "What students wrote, with its human scores and the students' groups.",
        ["3 Machine scores"] = "Scores that machines outside gave to responses.",
        ["4 Audits"] = "Scorers are trained by group, score every response out of fold, and are measured.",
        ["5 Reports"] = "What an audit found, for people and for programs.",
        ["6 Evaluations"] = "Figures of scores that you have already; nothing is stored.",
        ["7 Gates and schedules"] = "What is decided by an audit, by which rules, and how often.",
        ["8 Access"] = "Keys, and the record of who did what.",
        ["9 Around it"] = "The program itself.",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = new HashSet<OpenApiTag>();
        foreach (var (name, description) in Groups)
        {
            swaggerDoc.Tags.Add(new OpenApiTag { Name = name, Description = description });
        }
        var schemas = swaggerDoc.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        var operations = swaggerDoc.Paths.Values.SelectMany(path => path.Operations ?? []).Select(one => one.Value).ToList();
        var sent = Used(operations.SelectMany(Bodies), schemas);
        foreach (var (name, schema) in schemas)
        {
            foreach (var part in (OpenApiSchema[])[(OpenApiSchema)schema, .. (schema.AllOf ?? []).OfType<OpenApiSchema>()])
            {
                foreach (var (member, property) in part.Properties?.ToList() ?? [])
                {
                    part.Properties![member] = Property(property, schemas, sent.Contains(name));
                }
            }
            if (!sent.Contains(name))
            {
                // A later version may answer more, and clients should read on then.
                ((OpenApiSchema)schema).AdditionalPropertiesAllowed = true;
            }
        }
        foreach (var unused in schemas.Keys.Except(Used(operations.SelectMany(Answers), schemas)).Except(Used(operations.SelectMany(Bodies), schemas)).ToList())
        {
            schemas.Remove(unused);
        }
    }

    /// <summary>
    /// Beside a reference null says nothing in this version of OpenAPI. A property that may be null is therefore what it refers to,
    /// with null; in a request it can be left out instead. A list of words stands where it is used, for it has no name of its own in JSON.
    /// </summary>
    private static IOpenApiSchema Property(IOpenApiSchema property, IDictionary<string, IOpenApiSchema> schemas, bool isSent)
    {
        if (property is not OpenApiSchema { AllOf: [OpenApiSchemaReference reference] } own)
        {
            return property;
        }
        var orNull = (own.Type ?? 0) & JsonSchemaType.Null;
        var target = (OpenApiSchema)schemas[reference.Reference.Id!];
        if (target.Type != JsonSchemaType.Array && (orNull == 0 || (isSent && target.Enum is null)))
        {
            return reference;
        }
        return new OpenApiSchema
        {
            Type = target.Type | orNull,
            Items = target.Items,
            Enum = target.Enum is null ? null : [.. target.Enum, JsonNullSentinel.JsonNull],
            Properties = target.Properties,
            Required = target.Required,
            Description = own.Description,
        };
    }

    /// <summary>The names of the schemas that others are made of.</summary>
    private static HashSet<string> Used(IEnumerable<IOpenApiSchema?> roots, IDictionary<string, IOpenApiSchema> schemas)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<IOpenApiSchema>(roots.OfType<IOpenApiSchema>());
        while (open.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } name })
            {
                if (used.Add(name))
                {
                    open.Push(schemas[name]);
                }
                continue;
            }
            foreach (var part in Parts(schema))
            {
                open.Push(part);
            }
        }
        return used;
    }

    private static IEnumerable<IOpenApiSchema?> Bodies(OpenApiOperation operation) =>
        (operation.RequestBody?.Content?.Values ?? []).Select(content => content.Schema).Concat((operation.Parameters ?? []).Select(one => one.Schema));

    private static IEnumerable<IOpenApiSchema?> Answers(OpenApiOperation operation) =>
        (operation.Responses ?? []).Values.SelectMany(answer => answer.Content?.Values ?? []).Select(content => content.Schema);

    private static IEnumerable<IOpenApiSchema> Parts(IOpenApiSchema schema) =>
    [
        .. schema.Properties?.Values ?? [], .. schema.AllOf ?? [], .. schema.OneOf ?? [], .. schema.Discriminator?.Mapping?.Values ?? [],
        .. new[] { schema.Items, schema.AdditionalProperties }.OfType<IOpenApiSchema>(),
    ];
}
