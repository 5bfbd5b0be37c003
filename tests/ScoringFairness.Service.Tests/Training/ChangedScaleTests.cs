namespace ScoringFairness.Service.Tests.Training;

/// <summary>An item whose scale is changed while an audit trains is audited on the scale that the audit was planned on.</summary>
public sealed class ChangedScaleTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task The_scale_of_an_audit_is_that_of_its_plan()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(90, levels: 3), "text/csv");
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """
            { "items": ["q"], "attribute": "gender", "folds": 3, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "maxTokens": 16, "epochs": 15, "splits": ["mixed"] } ] }
            """);
        var id = (string)started!["auditId"]!;
        await service.Http.WaitAsync(id, audit => audit["progress"]!["running"]!.AsArray().Any(fit => (int?)fit!["epoch"] > 0));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Put, "/v1/items/q", """{ "scale": { "min": 0, "max": 6, "step": 1 } }""")).Status);
        var audit = await service.Http.WaitAsync(id);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var report = await service.Http.ReadAsync($"/v1/audits/{id}/report.json");
        Assert.Equal(2, (double)report["data"]!["items"]![0]!["scale"]!["max"]!);
        Assert.All(report["tables"]!.AsArray(), table => Assert.Equal(3, table!["scores"]!.AsArray().Count));
        Assert.DoesNotContain(report["warnings"]!.AsArray(), warning => (string)warning!["code"]! == "offScaleMachineScores");
    }
}
