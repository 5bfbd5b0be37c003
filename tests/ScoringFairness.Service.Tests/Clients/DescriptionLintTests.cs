namespace ScoringFairness.Service.Tests.Clients;

/// <summary>Others' rules for descriptions of APIs find no error in this one. Where a tool cannot be had its test says so and skips.</summary>
public sealed class DescriptionLintTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task The_recommended_rules_of_Redocly_and_of_Spectral_find_no_error()
    {
        var folder = await Workshop.OpenAsync("lint", service.Http);
        await Workshop.FetchAsync(folder, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        await Workshop.MustAsync(folder, "node_modules/.bin/redocly", "lint", "api.json", "--extends", "recommended");
        await Workshop.MustAsync(folder, "node_modules/.bin/spectral", "lint", "-r", ".spectral.yaml", "--fail-severity=error", "api.json");
    }
}
