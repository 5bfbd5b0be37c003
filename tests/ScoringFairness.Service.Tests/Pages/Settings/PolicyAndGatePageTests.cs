using ScoringFairness.Service.Tests.Reports;

namespace ScoringFairness.Service.Tests.Pages.Settings;

/// <summary>The policy is changed on a page, its changes are told, and an audit is put to the gate by it.</summary>
public sealed class PolicyAndGatePageTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly (string, string)[] Gate =
        [("gate/measures", "accuracyDifference"), ("gate/measures", "equalizedOdds"), ("gate/minimumN", "20")];

    [Fact]
    public async Task A_policy_is_put_in_force_and_decides_at_the_gate()
    {
        Assert.Contains("No audit is completed yet", await service.Http.WordsAsync("/settings/gate"), StringComparison.Ordinal);
        Assert.Contains("the service's defaults hold", await service.Http.WordsAsync("/settings/policy"), StringComparison.Ordinal);
        var (status, _, words) = await service.Http.PostAsync(
            "/settings/policy",
            [.. Gate, ("tolerances/accuracyDifference", "2"), ("minGroupSize", "many"), ("references", "gender is male"), ("minimums/qwk", "-3")]);
        Assert.Equal(400, status);
        foreach (var wrong in (string[])["'many' is not a number that fits here.", "'gender is male' is no line such as gender = male."])
        {
            Assert.Contains(wrong, words, StringComparison.Ordinal);
        }
        (status, _, words) = await service.Http.PostAsync("/settings/policy", [.. Gate, ("tolerances/accuracyDifference", "2"), ("minimums/qwk", "-3")]);
        Assert.Equal(400, status);
        Assert.Contains("Empty: 0.05. 'accuracyDifference' is 2; it must be above 0 and below 1.", words, StringComparison.Ordinal);
        Assert.Contains("'qwk' is -3; it must be above -1 and 1 at most.", words, StringComparison.Ordinal);

        var (_, address, _) = await service.Http.PostAsync("/settings/policy", [.. Gate, ("references", "gender = male\nsex = a"), ("minCellSize", "12")]);
        Assert.Equal("/settings/policy", address);
        await service.Http.PostAsync(
            "/settings/policy",
            [
                .. Gate, ("references", "gender = male"), ("minCellSize", "15"), ("tolerances/accuracyDifference", "0.9"),
                ("tolerances/equalizedOdds", "0.9"),
            ]);
        var policy = await service.Http.ReadAsync("/v1/policy");
        Assert.Equal((15, 0.9, 20), ((int)policy["minCellSize"]!, (double)policy["tolerances"]!["accuracyDifference"]!, (int)policy["gate"]!["minimumN"]!));
        Assert.Equal(["accuracyDifference", "equalizedOdds"], policy["gate"]!["measures"]!.AsArray().Select(measure => (string)measure!));
        words = await service.Http.WordsAsync("/settings/policy");
        Assert.Contains("open: references.sex: a → not set; ", words, StringComparison.Ordinal);
        Assert.Contains("minCellSize: 12 → 15", words, StringComparison.Ordinal);

        var audit = await service.Http.VendorAuditAsync("gated", 90);
        (_, _, words) = await service.Http.PostAsync("/settings/gate", ("audit", audit));
        var (_, gate) = await service.Http.SendAsync(HttpMethod.Post, "/v1/gates", $$"""{ "auditId": "{{audit}}" }""");
        Assert.Equal("pass", (string)gate!["outcome"]!);
        Assert.Contains("● pass ", words, StringComparison.Ordinal);
        Assert.Contains("It does not ask for correlation and quadratic weighted kappa, though a minimum is in force", words, StringComparison.Ordinal);
        Assert.All(gate["reasons"]!.AsArray(), reason => Assert.Contains((string)reason!["reason"]!, words, StringComparison.Ordinal));
        await service.Http.PostAsync("/settings/policy", ("gate/measures", "accuracyDifference"), ("gate/minimumN", "1000"));
        (_, _, words) = await service.Http.PostAsync("/settings/gate", ("audit", audit));
        Assert.Contains("◐ insufficient", words, StringComparison.Ordinal);
        Assert.Contains("the policy asks for 1000 of each group", words, StringComparison.Ordinal);
        (status, _, words) = await service.Http.PostAsync("/settings/gate", ("audit", "none"));
        Assert.Equal(400, status);
        Assert.Contains("none", words, StringComparison.Ordinal);
        Assert.Equal(3, (await service.Http.ReadAsync("/v1/activity?action=gate.evaluated"))["items"]!.AsArray().Count);

        // A preset chosen on the page brings its own measures.
        await service.Http.PostAsync("/settings/policy", ("preset", "ets"));
        policy = await service.Http.ReadAsync("/v1/policy");
        Assert.Equal(
            ["qwk", "correlation", "degradationQwk", "degradationCorrelation", "smd", "dsm"],
            policy["gate"]!["measures"]!.AsArray().Select(measure => (string)measure!));
        Assert.DoesNotContain("It does not ask for", await service.Http.WordsAsync("/settings/gate"), StringComparison.Ordinal);
    }
}
