namespace ScoringFairness.Service.Tests.Faults;

/// <summary>What the tests of faults have in common: a small item, and audits of it.</summary>
internal static class FaultyService
{
    /// <summary>Fits of a second or two on a scorer whose epochs can be seen.</summary>
    public const string Bert = """
        { "items": ["q"], "attribute": "gender", "folds": 2, "seed": 3, "bootstrap": 200,
          "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 16, "splits": ["mixed", "only:male"] } ] }
        """;

    /// <summary>Sends the item's responses.</summary>
    public static Task SendResponsesAsync(this ServiceProcess service, int responses) =>
        service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=3", Texts.Csv(responses, levels: 4), "text/csv");

    /// <summary>Starts an audit.</summary>
    public static async Task<string> StartAuditAsync(this ServiceProcess service, string request)
    {
        var (status, audit) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", request);
        Assert.True(status == 202, audit?.ToJsonString());
        return (string)audit!["auditId"]!;
    }

    /// <summary>Waits until a fit of an audit is in the midst of its epochs.</summary>
    public static Task WaitForEpochsAsync(this ServiceProcess service, string auditId) => service.Http.WaitAsync(
        auditId, audit => audit["progress"]!["running"]!.AsArray().Any(fit => (int?)fit!["epoch"] is > 1 and < 12));

    /// <summary>Waits until a statement is true.</summary>
    public static Task WaitAsync(this TestDatabase database, string condition) =>
        Patience.UntilAsync(() => database.ScalarAsync<bool>(condition), TimeSpan.FromMinutes(2), $"Never came true: {condition}");

    /// <summary>Waits for an audit to complete, and asserts that it gives the figures of another that nothing disturbed.</summary>
    public static async Task ExpectFiguresOfUndisturbedAsync(this ServiceProcess service, string auditId, string request)
    {
        var completed = await service.Http.WaitAsync(auditId);
        Assert.True((string)completed["status"]! == "completed", completed.ToJsonString());
        var undisturbed = await service.Http.AuditAsync(request);
        var figures = await service.Http.ReadAsync($"/v1/audits/{auditId}/report");
        var same = await service.Http.ReadAsync($"/v1/audits/{undisturbed["auditId"]}/report");
        Assert.Equal(figures["measures"]!.ToJsonString(), same["measures"]!.ToJsonString());
    }
}
