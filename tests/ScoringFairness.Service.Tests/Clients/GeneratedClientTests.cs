namespace ScoringFairness.Service.Tests.Clients;

/// <summary>
/// Clients that others' generators make of the service's description compile, and take an audit from its item to its gate. Where a
/// generator cannot be had its test says so and skips.
/// </summary>
public sealed class GeneratedClientTests(RunningService service) : IClassFixture<RunningService>
{
    private string Address => service.Http.BaseAddress!.ToString().TrimEnd('/');

    [Fact]
    public async Task NSwag()
    {
        var folder = await Workshop.OpenAsync("nswag", service.Http);
        await Workshop.FetchAsync(folder, "dotnet", "tool", "restore");
        await Workshop.FetchAsync(folder, "dotnet", "restore");
        await Workshop.MustAsync(
            folder, "dotnet", "nswag", "openapi2csclient", "/input:api.json", "/output:Client.cs", "/namespace:Generated", "/className:Client",
            "/jsonLibrary:SystemTextJson", "/generateOptionalParameters:true");
        Check(await Workshop.BuildAndRunAsync(folder, Address));
    }

    [Fact]
    public async Task Kiota()
    {
        var folder = await Workshop.OpenAsync("kiota", service.Http);
        await Workshop.FetchAsync(folder, "dotnet", "tool", "restore");
        await Workshop.FetchAsync(folder, "dotnet", "restore");
        await Workshop.MustAsync(
            folder, "dotnet", "kiota", "generate", "-l", "CSharp", "-d", "api.json", "-o", "Generated", "-n", "Generated", "-c", "ApiClient",
            "--clean-output", "--log-level", "Error");
        Check(await Workshop.BuildAndRunAsync(folder, Address));
    }

    [Fact]
    public async Task OpenApi_TypeScript()
    {
        var folder = await Workshop.OpenAsync("typescript", service.Http);
        await Workshop.FetchAsync(folder, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        await Workshop.MustAsync(folder, "node_modules/.bin/openapi-typescript", "api.json", "-o", "api.d.ts");
        await Workshop.MustAsync(folder, "node_modules/.bin/tsc");
        Check(await Workshop.MustAsync(folder, "node", "audit.js", Address));
    }

    /// <summary>What each client says, whatever the casing of its enumerations.</summary>
    private static void Check(string output)
    {
        string[] lines =
        [
            "responses: 60 of json, 60 of csv", "scores: 120", "cost: 3 fits", "audit: completed, vendor", "fits: 3", "events: event: progress",
            "measures: some without a verdict true, some with true", "bias: vendor inconclusive, open", "csv: measure,scorer,split,",
            "gate: insufficient, ", "evaluation: 3 answers", "refused: 400 true", "refused rows: 422 offscale",
        ];
        Assert.All(lines, line => Assert.Contains(line, output, StringComparison.OrdinalIgnoreCase));
        Assert.Matches("pdf: (%PDF|PDF is not to be had here)", output);
    }
}
