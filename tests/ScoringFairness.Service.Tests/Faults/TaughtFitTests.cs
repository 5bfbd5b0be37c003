namespace ScoringFairness.Service.Tests.Faults;

/// <summary>Teachers and students whose fits fail or whose worker is killed; one worker with one place at that.</summary>
public sealed class TaughtFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_teacher_that_fails_fails_its_students_with_the_reason_and_what_it_left_is_erased_with_a_response()
    {
        const string Request = """
            { "items": ["q"], "attribute": "gender", "folds": 2, "seed": 5, "bootstrap": 100, "scorers": [
              { "kind": "bert", "name": "large", "checkpoint": "scratch:tiny", "epochs": 1, "splits": ["mixed"] },
              { "kind": "bert", "name": "small", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 16, "splits": ["mixed"], "teacher": "large" } ] }
            """;
        (string, string)[] settings = [("Training__ExportRoot", _folder)];
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, settings);
        await service.SendResponsesAsync(80);
        var id = await service.StartAuditAsync(Request);
        Directory.CreateDirectory(Path.Combine(_folder, id));
        // Where the teacher's second fit would leave its scorer there is a file.
        await BlockAsync(id, 2);
        using var worker = ServiceProcess.StartWorker(database, settings);
        var failed = await service.Http.WaitAsync(id);
        Assert.StartsWith("Item 'q', scorer 'large', split 'mixed', fold 1: ", (string?)failed["error"], StringComparison.Ordinal);
        Assert.Equal("failed", await database.ScalarAsync<string>("select status from fits where fit_no = 4"));
        Assert.Equal(
            "Its teacher 'large' failed (fit 2 says why), and a student trains on its teacher's scores. "
            + "Resume the audit once that is mended: both are tried again.",
            await database.ScalarAsync<string>("select error from fits where fit_no = 4"));

        // Now it is the student's that fails: what its teacher left waits for the next attempt.
        File.Delete(Path.Combine(_folder, id, "2"));
        await BlockAsync(id, 4);
        Assert.Equal(202, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/retry")).Status);
        failed = await service.Http.WaitAsync(id);
        Assert.StartsWith("Item 'q', scorer 'small', split 'mixed', fold 1: ", (string?)failed["error"], StringComparison.Ordinal);
        var left = await database.ScalarAsync<long>("select count(*) from taught_scores where fit_no = 2");
        Assert.Equal(40, left);
        var erased = await database.ScalarAsync<string>(
            "select r.response_id from taught_scores t join audit_responses r using (audit_id, item_id, response_no) where fit_no = 2 limit 1");
        Assert.Equal(204, (await service.Http.SendAsync(HttpMethod.Delete, $"/v1/responses/q/{erased}")).Status);
        Assert.Equal(left - 1, await database.ScalarAsync<long>("select count(*) from taught_scores where fit_no = 2"));

        File.Delete(Path.Combine(_folder, id, "4"));
        Assert.Equal(202, (await service.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{id}/retry")).Status);
        var completed = await service.Http.WaitAsync(id);
        Assert.True((string)completed["status"]! == "completed", completed.ToJsonString());
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from taught_scores"));
    }

    [Fact]
    public async Task A_worker_that_is_killed_at_a_student_is_taken_over_from_by_one_that_comes_to_the_same_figures_and_a_cancelled_audit_leaves_nothing()
    {
        const string Request = """
            { "items": ["q"], "attribute": "gender", "folds": 2, "seed": 3, "bootstrap": 100, "scorers": [
              { "kind": "linear", "name": "large", "splits": ["mixed"] },
              { "kind": "bert", "name": "small", "checkpoint": "scratch:tiny", "epochs": 1, "maxTokens": 16, "splits": ["mixed"], "teacher": "large" } ] }
            """;
        await using var database = await TestDatabase.CreateAsync();
        string id;
        using (var first = await ServiceProcess.StartAsync(database))
        {
            await first.SendResponsesAsync(80);
            // The first student takes long to record what it gave, so that it is killed before that.
            await database.ScalarAsync<object>(
                """
                create sequence writes;
                create function dawdle() returns trigger language plpgsql as $$
                  begin if new.scorer = 'small' and nextval('writes') = 1 then perform pg_sleep(8); end if; return new; end $$;
                create trigger dawdle before insert on out_of_fold_scores for each row execute function dawdle();
                """);
            id = await first.StartAuditAsync(Request);
            await database.WaitAsync("select exists (select 1 from fits where scorer = 'small' and status = 'running')");
            first.Kill();
        }
        Assert.NotEqual(0, await database.ScalarAsync<long>("select count(*) from taught_scores"));
        using var second = await ServiceProcess.StartAsync(database);
        await second.ExpectFiguresOfUndisturbedAsync(id, Request);
        Assert.True(await database.ScalarAsync<int>("select max(attempt) from fits where scorer = 'small'") > 1, "No student was interrupted.");
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from taught_scores"));

        var called = await second.StartAuditAsync(Request);
        await database.WaitAsync("select exists (select 1 from taught_scores)");
        await second.Http.SendAsync(HttpMethod.Post, $"/v1/audits/{called}/cancel");
        Assert.Equal("cancelled", (string)(await second.Http.WaitAsync(called))["status"]!);
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from taught_scores"));
    }

    private Task BlockAsync(string auditId, int fit) => File.WriteAllTextAsync(Path.Combine(_folder, auditId, $"{fit}"), "in the way", Cancellation);
}
