namespace ScoringFairness.Service.Tests.Training;

public sealed class RetryTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_fit_whose_result_the_database_would_not_take_is_tried_again()
    {
        // A sequence counts on although the transaction that drew from it is rolled back.
        await service.Database.ScalarAsync<object>(
            """
            create sequence writes;
            create function refuse_twice() returns trigger language plpgsql as $$
              begin if nextval('writes') <= 2 then raise exception 'The disk is full.'; end if; return null; end $$;
            create trigger refuse_twice before insert on out_of_fold_scores for each statement execute function refuse_twice();
            """);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=3", Texts.Csv(80, levels: 4), "text/csv");
        var audit = await service.Http.AuditAsync(
            """{ "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(4, await service.Database.ScalarAsync<long>("select sum(attempt) from fits"));
        Assert.Equal(80, await service.Database.ScalarAsync<long>("select count(*) from out_of_fold_scores"));
    }

    [Fact]
    public async Task A_fit_whose_result_the_database_refuses_to_the_end_fails_its_audit_with_the_reason()
    {
        await using var service = new RunningService();
        await service.InitializeAsync();
        // As if it had been refused ten times, which takes minutes.
        await service.Database.ScalarAsync<object>(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'The disk is full.'; end $$;
            create trigger refuse before insert on out_of_fold_scores for each statement execute function refuse();
            create function tired() returns trigger language plpgsql as $$ begin new.failures := 10; return new; end $$;
            create trigger tired before insert on job_outbox for each row when (new.kind = 'fit') execute function tired();
            """);
        await service.Http.SendAsync(HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=3", Texts.Csv(80, levels: 4), "text/csv");
        var audit = await service.Http.AuditAsync(
            """{ "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.StartsWith("Item 'q', scorer 'linear', split 'mixed', fold ", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.Contains("The disk is full.", (string)audit["error"]!, StringComparison.Ordinal);
    }
}
