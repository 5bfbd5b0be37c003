using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringFairness.Service.Tests.Faults;

/// <summary>Who is served, and by whom, with workers as processes of their own.</summary>
public sealed class FairQueueTests
{
    private static readonly string[] Words = ["light", "plants", "water", "because", "energy", "the", "of", "grow", "leaves", "soil", "air", "roots"];

    /// <summary>The same data and a small audit of them, under another organisation.</summary>
    private static string AnotherOrganisation(string audit) =>
        $$"""
        create temporary table theirs_items as select * from items;
        create temporary table theirs_responses as select * from responses;
        create temporary table theirs_audits as select * from audits where audit_id = '{{audit}}';
        update theirs_items set organisation_id = 'school';
        update theirs_responses set organisation_id = 'school';
        update theirs_audits set organisation_id = 'school', status = 'queued', data = null, error = null, request = jsonb_set(request, '{repeats}', '1');
        insert into organisations (organisation_id) values ('school');
        insert into items select * from theirs_items;
        insert into responses select * from theirs_responses;
        insert into audits select * from theirs_audits;
        insert into job_outbox (organisation_id, kind, queue, audit_id) select organisation_id, 'plan', 'audits', audit_id from theirs_audits
        """;

    [Fact]
    public async Task A_small_audit_of_another_organisation_is_not_kept_waiting_by_a_large_one_that_came_first()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        await service.SendResponsesAsync(160);
        var large = await service.StartAuditAsync(
            """{ "items": ["q"], "attribute": "gender", "folds": 2, "repeats": 20, "bootstrap": 100, "scorers": [ { "kind": "linear" } ] }""");
        // Its planning is over, and 160 fits wait, before the other organisation asks for anything.
        using var worker = ServiceProcess.StartWorker(database);
        await service.Http.WaitAsync(large, audit => (int)audit["progress"]!["fitsDone"]! >= 1);
        await database.ScalarAsync<object>(AnotherOrganisation(large));
        await database.WaitAsync("select status = 'completed' from audits where organisation_id = 'school'");
        var done = await database.ScalarAsync<long>("select count(*) from fits where organisation_id = 'default' and status = 'done'");
        Assert.True(done < 100, $"{done} of 160 fits of the large audit were done before the 8 of the small one.");
    }

    [Fact]
    public async Task A_small_audit_of_another_organisation_is_not_kept_waiting_while_one_in_screening_encodes()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        using var worker = ServiceProcess.StartWorker(database, [("Worker__ParallelFits", "2"), ("Worker__ThreadsPerFit", "1")]);
        await service.SendResponsesAsync(80);
        var small = await service.StartAuditAsync(
            """{ "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "scorers": [ { "kind": "linear", "splits": ["mixed"] } ] }""");
        await service.Http.WaitAsync(small);

        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=essays&createItems=true&scaleMin=0&scaleMax=3", Essays(140, words: 300), "text/csv");
        var large = await service.StartAuditAsync("""
            { "items": ["essays"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "mode": "screening", "splits": ["mixed"] } ] }
            """);
        await service.Http.WaitAsync(large, audit => audit["progress"]!["running"]!.AsArray().Count(IsEncoding) == 2);
        await database.ScalarAsync<object>(AnotherOrganisation(small));
        await database.WaitAsync("select status in ('completed', 'failed') from audits where organisation_id = 'school'");
        var before = await service.Http.ReadAsync($"/v1/audits/{large}");
        Assert.Equal("completed", await database.ScalarAsync<string>("select status from audits where organisation_id = 'school'"));
        Assert.True((int)before["progress"]!["fitsDone"]! == 0, $"Both fits were encoding, and one was done before the others: {before["progress"]}");
        Assert.Equal("completed", (string)(await service.Http.WaitAsync(large))["status"]!);
        Assert.Equal(0, await database.ScalarAsync<long>($"select sum(failures + take_overs) from fits where audit_id = '{large}'"));

        static bool IsEncoding(JsonNode? fit) => ((string?)fit!["note"])?.StartsWith("encoding", StringComparison.Ordinal) == true;
    }

    [Fact]
    public async Task Fits_of_scorers_that_want_a_gpu_wait_for_a_worker_that_serves_their_queue()
    {
        await using var database = await TestDatabase.CreateAsync();
        (string, string)[] setting = [("Training__GpuScorers", "bert")];
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database, setting);
        using var worker = ServiceProcess.StartWorker(database, setting);
        await service.SendResponsesAsync(80);
        var id = await service.StartAuditAsync("""
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "splits": ["mixed"] }, { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        await database.WaitAsync("select count(*) = 2 from fits where scorer = 'linear' and status = 'done'");
        var (status, health) = await service.Http.SendAsync(HttpMethod.Get, "/health/ready");
        Assert.Equal(503, status);
        Assert.Contains("fits-gpu", (string)health!["checks"]!["queue"]!, StringComparison.Ordinal);

        using var gpu = ServiceProcess.StartWorker(database, [("Worker__Queues", "fits-gpu")]);
        Assert.Equal("completed", (string)(await service.Http.WaitAsync(id))["status"]!);
        Assert.Equal(2, await database.ScalarAsync<long>(
            "select count(distinct worker) from fits where (scorer = 'bert') = (worker = (select max(worker) from fits where scorer = 'bert'))"));
    }

    [Fact]
    public async Task Where_a_worker_serves_the_queue_of_gpus_bert_goes_there_without_a_setting()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var service = await ServiceProcess.StartWithoutWorkerAsync(database);
        using var gpu = ServiceProcess.StartWorker(database, [("Worker__Queues", "fits-gpu")]);
        await database.WaitAsync("select count(*) > 0 from hangfire.server where data::text like '%fits-gpu%'");
        using var worker = ServiceProcess.StartWorker(database);
        await service.SendResponsesAsync(80);
        var id = await service.StartAuditAsync("""
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100,
              "scorers": [ { "kind": "bert", "checkpoint": "scratch:tiny", "epochs": 1, "splits": ["mixed"] }, { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        Assert.Equal("completed", (string)(await service.Http.WaitAsync(id))["status"]!);
        Assert.Equal("bert 2, linear 2", await database.ScalarAsync<string>(
            "select string_agg(scorer || ' ' || n, ', ' order by scorer) from (select scorer, worker, count(*) as n from fits group by 1, 2) as by_worker"));
    }

    /// <summary>Essays that take a while to encode.</summary>
    private static string Essays(int count, int words)
    {
        var random = new Random(4);
        var csv = new StringBuilder("responseId,text,humanScore,group.gender\n");
        for (var at = 0; at < count; at++)
        {
            var text = string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));
            csv.AppendLine(CultureInfo.InvariantCulture, $"e{at},{text},{at / 2 % 4},{(at % 2 == 0 ? "male" : "female")}");
        }
        return csv.ToString();
    }
}
