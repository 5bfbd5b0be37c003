using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Service.App;
using ScoringFairness.Service.Host;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Whole audits that start from a checkpoint of a hub: real BERT, real PostgreSQL, over HTTP throughout.</summary>
public sealed class HubAuditTests
{
    private const string Audit = """
        { "items": ["hub"], "attribute": "gender", "folds": 2, "seed": 3, "bootstrap": 100, "minGroupSize": 10,
          "scorers": [ { "kind": "bert", "checkpoint": "hf:tests/bert-tiny", "head": "classification", "epochs": 1, "maxTokens": 16, "splits": ["mixed"] } ] }
        """;

    [Fact]
    public async Task An_audit_trains_from_a_checkpoint_of_the_hub_and_leaves_its_scorers()
    {
        using var home = new TemporaryFolder();
        TinyCheckpoint.Write(home.File("origin"));
        await using var hub = await LocalHub.StartAsync(home.File("origin"));
        hub.Token = "hf_secret";
        await using var service = await StartedAsync(
            home, $"--HF_ENDPOINT={hub.Endpoint}", "--HF_TOKEN=hf_secret", $"--Training:ExportRoot={home.File("exported")}");

        var audit = await service.Http.AuditAsync(Audit);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var scorer = audit["request"]!["scorers"]![0]!;
        Assert.Equal(("hf:tests/bert-tiny", LocalHub.Commit), ((string)scorer["checkpoint"]!, (string)scorer["checkpointCommit"]!));
        Assert.Single(hub.StoreRequests);
        Assert.All(hub.StoreRequests, request => Assert.Null(request.Token));

        var id = (string)audit["auditId"]!;
        var fits = (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.Equal(2, fits.Count);
        // One pass at the published rate over twenty responses, and nothing else is to be known.
        Assert.All(fits, fit => Assert.StartsWith("This scorer has learnt nothing", (string)fit!["note"]!, StringComparison.Ordinal));
        using var exported = new BertScorer(Path.Combine(home.File("exported"), id, "1"));
        Assert.Equal(2, exported.LevelCount);
        Assert.Equal(40, await service.Database.ScalarAsync<long>($"select count(*) from out_of_fold_scores where audit_id = '{id}'"));

        // The branch moves, and the audit is run again from the commit that it recorded, with the hub gone.
        await hub.DisposeAsync();
        var again = await service.Http.AuditAsync(Audit.Replace("bert-tiny", $"bert-tiny@{LocalHub.Commit}", StringComparison.Ordinal));
        Assert.Equal("completed", (string)again["status"]!);
        Assert.Equal(
            (await service.Http.ReadAsync($"/v1/audits/{id}/report"))["measures"]!.ToJsonString(),
            (await service.Http.ReadAsync($"/v1/audits/{again["auditId"]}/report"))["measures"]!.ToJsonString());
    }

    [Fact]
    public async Task What_a_fit_waits_for_and_what_a_reader_should_know_of_it_is_told()
    {
        using var home = new TemporaryFolder();
        TinyCheckpoint.Write(home.File("origin"));
        await using var hub = await LocalHub.StartAsync(home.File("origin"));
        CheckpointFiles.Change(hub.Files, tensor => tensor.Name.StartsWith("bert.pooler.", StringComparison.Ordinal) ? null : tensor);
        hub.Delay = TimeSpan.FromSeconds(3);
        await using var service = await StartedAsync(home, $"--Training:HubEndpoint={hub.Endpoint}", "--HF_ENDPOINT=http://127.0.0.1:1");

        var (_, started) = await service.Http.SendAsync(HttpMethod.Post, "/v1/audits", Audit);
        var id = (string)started!["auditId"]!;
        var waiting = await service.Http.WaitAsync(id, IsFetched);
        Assert.True(IsFetched(waiting), waiting.ToJsonString());
        Assert.Equal("completed", (string)(await service.Http.WaitAsync(id))["status"]!);
        var fits = (await service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray();
        Assert.All(fits, fit => Assert.Contains("no pooler", (string)fit!["note"]!, StringComparison.Ordinal));

        static bool IsFetched(JsonNode audit) =>
            audit["progress"]!["running"]!.AsArray().Any(fit => ((string?)fit!["note"])?.Contains("model.safetensors", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Without_a_network_an_audit_fails_with_what_to_do()
    {
        using var home = new TemporaryFolder();
        await using var service = await StartedAsync(home, "--HF_HUB_OFFLINE=1");
        var audit = await service.Http.AuditAsync(Audit);
        Assert.Equal("failed", (string)audit["status"]!);
        Assert.Equal(1, await service.Database.ScalarAsync<int>("select max(failures) from fits"));
        Assert.Contains("HF_HUB_OFFLINE", (string)audit["error"]!, StringComparison.Ordinal);
        Assert.Contains("model:<folder>", (string)audit["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_is_out_of_order_for_a_while_costs_an_attempt_and_not_the_audit()
    {
        using var home = new TemporaryFolder();
        TinyCheckpoint.Write(home.File("origin"));
        await using var hub = await LocalHub.StartAsync(home.File("origin"));
        hub.Failing = (503, 8);
        await using var service = await StartedAsync(home, $"--HF_ENDPOINT={hub.Endpoint}", "--Logging:LogLevel:Default=None");
        var audit = await service.Http.AuditAsync(Audit);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var fits = (await service.Http.ReadAsync($"/v1/audits/{audit["auditId"]}/fits"))["items"]!.AsArray();
        Assert.Contains(fits, fit => (int)fit!["attempt"]! == 2);
    }

    [Theory]
    [InlineData("hf:../../etc")]
    [InlineData("hf:http://elsewhere/a/b")]
    [InlineData("https://elsewhere/a/b")]
    public async Task A_request_cannot_name_another_address(string checkpoint)
    {
        using var home = new TemporaryFolder();
        await using var service = await StartedAsync(home);
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", Audit.Replace("hf:tests/bert-tiny", checkpoint, StringComparison.Ordinal));
        Assert.Equal(400, status);
        Assert.Contains("checkpoint", problem!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_is_no_address_keeps_the_service_from_starting()
    {
        var refused = Assert.Throws<SettingException>(() => WebService.Build(["--ConnectionStrings:Database=Host=127.0.0.1", "--HF_ENDPOINT=nonsense"]));
        Assert.Contains("HF_ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<RunningService> StartedAsync(TemporaryFolder home, params string[] settings)
    {
        var service = new RunningService { Settings = [$"--HF_HOME={home.File("cache")}", .. settings] };
        await service.InitializeAsync();
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=hub&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(40), "text/csv");
        return service;
    }
}
