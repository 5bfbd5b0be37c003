namespace ScoringFairness.Service.Tests.Training;

/// <summary>A student who is erased while a fit that has read the text runs is not brought back by it.</summary>
public sealed class ErasedMidwayTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Nothing_that_running_fits_find_out_of_an_erased_student_is_kept()
    {
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=2", Texts.Csv(90, levels: 3), "text/csv");
        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "maxTokens": 16, "epochs": 40, "splits": ["mixed"] } ] }
            """);
        var id = (string)started!["auditId"]!;
        await service.Http.WaitAsync(id, audit => audit["progress"]!["running"]!.AsArray().Count(fit => (int?)fit!["epoch"] > 0) == 2);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s3")).Status);
        var audit = await service.Http.WaitAsync(id);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal((1L, 89L), (
            await service.Database.ScalarAsync<long>($"select count(*) from audit_responses where audit_id = '{id}' and response_id = ''"),
            await service.Database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where audit_id = '{id}'")));
        Assert.Equal(0, await service.Database.ScalarAsync<long>(
            $"""
            select count(*) from out_of_fold_scores join audit_responses using (organisation_id, audit_id, item_id, response_no)
            where audit_id = '{id}' and response_id = ''
            """));
    }
}
