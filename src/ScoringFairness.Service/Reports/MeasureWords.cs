using Microsoft.OpenApi;
using ScoringFairness.Service.Host.Api.Description;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ScoringFairness.Service.Reports;

/// <summary>The words that tell rows of measures apart, in the API's description.</summary>
internal sealed class MeasureWords : ISchemaFilter
{
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["over"] = [RowCodes.Responses, RowCodes.Items],
        ["basis"] = [RowCodes.Level, RowCodes.Cut],
        ["aggregation"] = [RowCodes.Mean, RowCodes.Max],
        ["form"] = [RowCodes.Expected, RowCodes.Reported],
    };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type != typeof(MeasureRow) || schema.Properties is null)
        {
            return;
        }
        foreach (var (name, words) in Words)
        {
            ClosedWords.Close((OpenApiSchema)schema.Properties[name], words);
        }
    }
}
