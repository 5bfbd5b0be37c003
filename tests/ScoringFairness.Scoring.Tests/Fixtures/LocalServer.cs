using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>Servers that tests stand in the place of the world's: on a free port of loopback, without a log.</summary>
internal static class LocalServer
{
    /// <summary>A server that answers nothing yet and is not started.</summary>
    public static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }
}
