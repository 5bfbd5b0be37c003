namespace ScoringFairness.Service.Host.Uploads;

/// <summary>Holds the bodies of uploads to a pace.</summary>
internal static class PacedBodies
{
    /// <summary>Marks an endpoint whose body may be long, and must come at some pace.</summary>
    public static TBuilder WithPacedBody<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Mark());

    /// <summary>Belongs before what unpacks bodies, so that what came over the line is counted.</summary>
    public static void UsePacedBodies(this WebApplication application)
    {
        var settings = application.Services.GetRequiredService<UploadSettings>();
        application.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null)
            {
                await next(context);
                return;
            }
            await using var paced = new PacedStream(context.Request.BodyReader, settings);
            context.Request.Body = paced;
            await next(context);
        });
    }

    private sealed class Mark;
}
