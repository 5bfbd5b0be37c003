namespace ScoringFairness.Service.Tests.Faults;

/// <summary>Workers that end in a fit, as processes of their own.</summary>
public sealed class WorkerFaultTests
{
    [Fact]
    public async Task A_worker_that_is_asked_to_stop_hands_its_fit_back_and_one_that_is_killed_has_it_taken_over_with_one_result_each()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        await service.SendResponsesAsync(240);
        var id = await service.StartAuditAsync(FaultyService.Bert);
        using (var stopped = ServiceProcess.StartWorker(database))
        {
            await service.WaitForEpochsAsync(id);
            Assert.Equal(0, await stopped.StopAsync());
            Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from fits where status = 'running'"));
            Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from hangfire.jobqueue where fetchedat is not null"));
        }
        using (var killed = ServiceProcess.StartWorker(database))
        {
            await service.WaitForEpochsAsync(id);
            killed.Kill();
        }
        using var last = ServiceProcess.StartWorker(database);
        await service.ExpectFiguresOfUndisturbedAsync(id, FaultyService.Bert);
        Assert.Equal(2, await database.ScalarAsync<long>($"select sum(attempt - 1) from fits where audit_id = '{id}'"));
        Assert.Equal(1, await database.ScalarAsync<long>($"select sum(take_overs) from fits where audit_id = '{id}'"));
        Assert.Equal(2 * 240, await database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where audit_id = '{id}'"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from job_outbox"));
        Assert.DoesNotContain("answer number", service.Log + last.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_delivered_twice_give_one_result()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        await service.SendResponsesAsync(160);
        // Every job is there twice from the moment that it is decided on, and two workers take them.
        await database.ScalarAsync<object>(
            """
            create function twice() returns trigger language plpgsql as $$
              begin
                if pg_trigger_depth() = 1 then
                  insert into job_outbox (organisation_id, kind, queue, audit_id, number)
                  values (new.organisation_id, new.kind, new.queue, new.audit_id, new.number);
                end if;
                return null;
              end $$;
            create trigger twice after insert on job_outbox for each row execute function twice();
            """);
        using var one = ServiceProcess.StartWorker(database);
        using var other = ServiceProcess.StartWorker(database);
        var audit = await service.Http.AuditAsync("""
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 2, "splits": ["mixed"] }, { "kind": "linear" } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        Assert.Equal(10, await database.ScalarAsync<long>("select count(*) from fits where status = 'done'"));
        Assert.Equal(5 * 160, await database.ScalarAsync<long>("select count(*) from out_of_fold_scores"));
        await database.WaitAsync("select count(*) = 0 from job_outbox");
        // Planning, ten fits and the evaluation, each twice.
        await database.WaitAsync("select count(*) = 24 from hangfire.job where statename = 'Succeeded'");
        Assert.Equal(1, await database.ScalarAsync<long>("select count(distinct row_no) - count(*) + 1 from measures"));
    }

    [Fact]
    public async Task An_evaluation_whose_workers_are_killed_again_and_again_fails_its_audit()
    {
        await using var database = await TestDatabase.CreateAsync();
        (string, string)[] settings = [("Worker__MostTakeOvers", "1")];
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, settings);
        await service.SendResponsesAsync(240);
        var scores = "responseId,score\n" + string.Concat(Enumerable.Range(0, 240).Select(
            at => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"r{at},{at * 7 % 4}\n")));
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Post, "/v1/scores?scorer=vendor&item=q", scores, "text/csv")).Status);
        // So many draws take longer than it takes to kill whoever makes them.
        var id = await service.StartAuditAsync(
            """{ "items": ["q"], "attribute": "gender", "bootstrap": 100000, "scorers": [ { "kind": "external", "scorer": "vendor" } ] }""");
        for (var killed = 0; killed < 2; killed++)
        {
            using var worker = ServiceProcess.StartWorker(database, settings);
            await database.WaitAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"select count(*) = 1 from job_outbox where kind = 'evaluate' and running and take_overs = {killed}"));
            worker.Kill();
        }
        using var last = ServiceProcess.StartWorker(database, settings);
        var audit = await service.Http.WaitAsync(id);
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.StartsWith("Evaluation: Its worker fell silent 2 times;", (string)audit["error"]!, StringComparison.Ordinal);
        await database.WaitAsync("select count(*) = 0 from job_outbox");
        Assert.False(last.HasExited);
    }

    [Fact]
    public async Task A_fit_that_ends_its_workers_again_and_again_fails_its_audit()
    {
        await using var database = await TestDatabase.CreateAsync();
        (string, string)[] settings = [("Engines__hungry__Command", "kill -9 $PPID"), ("Worker__MostTakeOvers", "1")];
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, settings);
        await service.SendResponsesAsync(80);
        var id = await service.StartAuditAsync(
            """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "engine", "name": "hungry", "splits": ["mixed"] } ] }
            """);
        // What a service manager does with a worker that the system ended for want of memory: it starts another.
        var ended = 0;
        for (var worker = ServiceProcess.StartWorker(database, settings); ;)
        {
            while (!worker.HasExited && !await IsFailedAsync())
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
            ended += worker.HasExited ? 1 : 0;
            worker.Dispose();
            if (await IsFailedAsync())
            {
                break;
            }
            Assert.True(ended < 10, "Workers end without end.");
            worker = ServiceProcess.StartWorker(database, settings);
        }
        var error = (string)(await service.Http.ReadAsync($"/v1/audits/{id}"))["error"]!;
        Assert.Contains("scorer 'hungry', split 'mixed', fold ", error, StringComparison.Ordinal);
        Assert.Contains("fell silent 2 times", error, StringComparison.Ordinal);
        Assert.InRange(ended, 2, 4);

        async Task<bool> IsFailedAsync() => (string)(await service.Http.ReadAsync($"/v1/audits/{id}"))["status"]! == "failed";
    }
}
