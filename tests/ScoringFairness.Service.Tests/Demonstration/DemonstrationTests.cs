using ScoringFairness.Service.Demonstration;

namespace ScoringFairness.Service.Tests.Demonstration;

/// <summary>The demonstration is run once; after that its audit is shown.</summary>
public sealed class DemonstrationTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task An_audit_of_the_demonstration_that_is_there_is_shown_in_the_place_of_another()
    {
        // As much of it as its program looks for: its name, and an item of it.
        var item = DemonstrationItems.All[0].ItemId;
        // Where nothing is there yet, the question is answered all the same.
        var none = await service.Http.ReadAsync($"/v1/audits?status=completed&item={item}&name=Demonstration%20%28synthetic%20students%29&limit=1");
        Assert.Empty(none["items"]!.AsArray());
        await service.Http.SendAsync(
            HttpMethod.Post, $"/v1/responses?item={item}&createItems=true&scaleMin=0&scaleMax=3", Texts.Csv(120, levels: 4), "text/csv");
        var audit = await service.Http.AuditAsync(
            $$"""
            { "name": "Demonstration (synthetic students)", "items": ["{{item}}"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        Assert.Equal("completed", (string)audit["status"]!);

        var (status, output, error) = await ServiceProcess.RunAsync($"demo --once --service {service.Http.BaseAddress}", null);
        Assert.True(status == 0, $"{output}{error}");
        Assert.Contains($"Audit {audit["auditId"]} is of ", output, StringComparison.Ordinal);
        Assert.Contains("--again runs it again", output, StringComparison.Ordinal);
        Assert.Contains("| bias ", output, StringComparison.Ordinal);
        Assert.Contains($"v1/audits/{audit["auditId"]}/report.html", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Loading, training", output, StringComparison.Ordinal);
        Assert.Equal(1, await service.Database.ScalarAsync<long>("select count(*) from audits"));
    }
}
