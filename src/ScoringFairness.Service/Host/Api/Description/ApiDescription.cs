using Microsoft.OpenApi;
using ScoringFairness.Service.Host.Access;

namespace ScoringFairness.Service.Host.Api.Description;

/// <summary>The description of the API: the document and Swagger UI.</summary>
internal static class ApiDescription
{
    private const string Overview =
        """
        Audits AI scorers of student responses. In the order of use: **Items** and their scales, human-graded
        **Responses**, an **Audit** (trains scorers by group, cross-fitted, and scores every response out of fold), its
        **Report** with bias, disparity and fairness, each with its uncertainty. **Evaluations** gives the figures of
        scores you already have without storing anything. Signs: group contrasts are reference minus focal, machine
        contrasts are machine minus human. A figure that is undefined is null with its reason, never 0.

        **Sent twice.** `PUT` and `DELETE` change nothing the second time. `POST` of audits, responses and scores takes `Idempotency-Key`: the same
        request under the same key is answered as the first was and does nothing more, another is refused (422), and a request that was refused leaves
        its key free. A key is remembered with its audit, and with an upload for 30 days.

        **What is refused** is answered as `application/problem+json`; `errors` names each reason by a JSON pointer (`/scorers/0/mode`) to its place in the
        body, or by the name of the query parameter, the header or the part of the path.
        """;

    public static void AddApiDescription(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "ScoringFairness",
                Version = Health.Version,
                Description = Overview,
                License = new OpenApiLicense { Name = "Apache-2.0", Url = new Uri("https://www.apache.org/licenses/LICENSE-2.0") },
            });
            // Relative to where the document is read, whatever stands in front of the service.
            options.AddServer(new OpenApiServer { Url = "/", Description = "This service." });
            options.SupportNonNullableReferenceTypes();
            options.UseAllOfToExtendReferenceSchemas();
            options.IncludeXmlComments(typeof(ApiDescription).Assembly);
            options.IncludeXmlComments(typeof(Statistics.Study.MeasureRow).Assembly);
            options.AddSecurityDefinition(AccessHandler.SchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = AccessHandler.Header,
                Description = "A key of your organisation. A service that has no key yet lets in whoever reaches it, on loopback only.",
            });
            options.AddSecurityRequirement(document => new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(AccessHandler.SchemeName, document)] = [],
            });
            options.IncludeXmlComments(typeof(Scoring.Chat.ChatModel).Assembly);
            options.OperationFilter<ExampleFilter>();
            options.ParameterFilter<DescriptionFilter>();
            options.SchemaFilter<DescriptionFilter>();
            options.ParameterFilter<ClosedWords>();
            options.SchemaFilter<ClosedWords>();
            options.SchemaFilter<WordListSchema>();
            options.OperationFilter<CommonAnswers>();
            options.DocumentFilter<WholeDocument>();
        });
    }

    public static void UseApiDescription(this WebApplication application)
    {
        application.UseSwagger();
        application.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint("/swagger/v1/swagger.json", "ScoringFairness v1");
            options.DocumentTitle = "ScoringFairness";
        });
    }
}
