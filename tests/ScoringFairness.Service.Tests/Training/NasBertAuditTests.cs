using System.Text.Json.Nodes;
using ScoringFairness.Scoring.NasBert;

namespace ScoringFairness.Service.Tests.Training;

/// <summary>Audits with NAS-BERT, over HTTP; its weights are random and lie where a worker would have fetched them to.</summary>
public sealed class NasBertAuditTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private readonly RunningService _service;

    public NasBertAuditTests() => _service = new() { Settings = [$"--Training:HubCache={_home.File("hub")}"] };

    private string Weights => _home.File("nas-bert");

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task It_trains_beside_the_linear_scorer_with_no_setting_of_its_own_and_every_fit_has_the_same_weights()
    {
        NasBertFile.Write(Weights);
        var answers = ShortAnswers.Make(40, 5, words: 8).Select((answer, at) => $"r{at},{answer.Text},{answer.Level},{(at % 2 == 0 ? "male" : "female")}");
        await _service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=short&createItems=true&scaleMin=0&scaleMax=3",
            "responseId,text,humanScore,group.gender\n" + string.Join('\n', answers), "text/csv");
        var audit = await _service.Http.AuditAsync(
            """
            { "items": ["short"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 5,
              "scorers": [ { "kind": "nasBert", "epochs": 2, "splits": ["mixed"] }, { "kind": "linear", "splits": ["mixed"] } ] }
            """);
        Assert.True((string)audit["status"]! == "completed", audit.ToJsonString());
        var digest = new NasBertWeights(Weights).Digest();
        Assert.Equal(
            $$"""{"kind":"nasBert","name":"nasBert","splits":["mixed"],"weightsDigest":"{{digest}}","epochs":2,"batchSize":32,"learningRate":0.0001}""",
            audit["request"]!["scorers"]![0]!.ToJsonString());
        var id = (string)audit["auditId"]!;
        var fits = (await _service.Http.ReadAsync($"/v1/audits/{id}/fits"))["items"]!.AsArray().Where(fit => (string)fit!["scorer"]! == "nasBert").ToList();
        Assert.Equal(2, fits.Count);
        Assert.All(fits, fit => Assert.Equal(("done", 2, 2, digest), Told(fit!)));
        Assert.Equal(
            40, await _service.Database.ScalarAsync<long>(
                $"select count(*) from out_of_fold_scores where audit_id = '{id}' and scorer = 'nasBert' and cardinality(probabilities) = 4"));
        Assert.Contains(
            "NAS-BERT by Microsoft.ML.TorchSharp, 2 epochs",
            await _service.Http.GetStringAsync($"/audits/{id}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "kind": "nasBert", "epochs": 0 }""", "epochs must be between 1 and 200, not 0.")]
    [InlineData("""{ "kind": "nasBert", "batchSize": 1000, "learningRate": 2 }""", "batchSize must be between 1 and 512, not 1000.")]
    [InlineData("""{ "kind": "nasBert", "maxTokens": 64 }""", "options such as maxTokens belong to kind bert; leave them out.")]
    public async Task What_it_cannot_be_told_is_refused(string scorer, string told)
    {
        var (status, problem) = await _service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", $$"""{ "items": ["short"], "attribute": "gender", "scorers": [ {{scorer}} ] }""");
        Assert.Equal(400, status);
        Assert.Contains(told, (string)problem!["errors"]!["scorers[0]"]![0]!, StringComparison.Ordinal);
    }

    private static (string Status, int Epochs, int ChosenEpoch, string? Digest) Told(JsonNode fit) =>
        ((string)fit["status"]!, (int)fit["epochs"]!, (int)fit["chosenEpoch"]!, (string?)fit["checkpointDigest"]);
}
