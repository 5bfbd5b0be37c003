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

    [Fact]
    public async Task A_service_with_keys_says_which_variable_takes_one_and_the_gate_says_the_same()
    {
        await using var guarded = new RunningService();
        await guarded.InitializeAsync();
        var (_, made) = await guarded.Http.SendAsync(HttpMethod.Post, "/v1/keys", """{ "name": "first", "roles": ["admin"] }""");
        foreach (var (verb, expected) in new[] { ("demo --once", 2), ("gate --audit latest", 3) })
        {
            var (status, output, error) = await ServiceProcess.RunAsync($"{verb} --service {guarded.Http.BaseAddress}", null);
            Assert.True(status == expected, $"{output}{error}");
            Assert.Contains("The service lets nobody in without a key: set SCORING_FAIRNESS_KEY to one.", error, StringComparison.Ordinal);
            Assert.DoesNotContain("{", error, StringComparison.Ordinal);
            Assert.DoesNotContain("failed", error, StringComparison.Ordinal);
            (_, _, error) = await ServiceProcess.RunAsync(
                $"{verb} --service {guarded.Http.BaseAddress}", null, ("SCORING_FAIRNESS_KEY", "sf_0_0"));
            Assert.Contains("The key in SCORING_FAIRNESS_KEY is not known", error, StringComparison.Ordinal);
        }
        // With the key it is let in, and told in words what there is not.
        var (_, _, none) = await ServiceProcess.RunAsync(
            $"gate --audit none --service {guarded.Http.BaseAddress}", null, ("SCORING_FAIRNESS_KEY", (string)made!["key"]!));
        Assert.Equal("There is no audit 'none'.", none.Trim());
    }
}
