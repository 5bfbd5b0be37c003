using Microsoft.Extensions.DependencyInjection;
using ScoringFairness.Scoring.Bert.Encodings;

namespace ScoringFairness.Service.Tests.Responses.Privacy;

/// <summary>What is to be forgotten is forgotten: by age, and by request.</summary>
public sealed class RetentionTests
{
    private const string Upload = "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1";

    [Fact]
    public async Task Texts_older_than_the_policy_keeps_are_erased_and_their_scores_stay()
    {
        await using var service = new RunningService { Settings = ["--Privacy:SweepMinutes=0.005"] };
        await service.InitializeAsync();
        await service.Http.SendAsync(HttpMethod.Post, Upload, Texts.Csv(40), "text/csv");
        await service.Database.ScalarAsync<object>("update responses set created_at = now() - interval '8 days' where response_id < 'r2'");
        var old = await service.Database.ScalarAsync<long>("select count(*) from responses where response_id < 'r2'");
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Put, "/v1/policy", """{ "textsKeptDays": 7 }""")).Status);
        await Patience.UntilAsync(async () => await service.Database.ScalarAsync<long>("select count(*) from responses where text is null") == old);
        Assert.Equal(40, await service.Database.ScalarAsync<long>("select count(human_score) from responses"));
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from responses where text is null and text_digest is not null"));
        var entry = (await service.Http.ReadAsync("/v1/activity?action=texts.erased"))["items"]![0]!;
        Assert.Equal(("service", old), ((string)entry["actor"]!, (long)entry["detail"]!["responses"]!));
        var (status, problem) = await service.Http.SendAsync(
            HttpMethod.Post, "/v1/audits", """{ "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "linear" } ] }""");
        Assert.Equal(400, status);
        Assert.Contains("without a text", (string)problem!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_a_student_makes_workers_forget_what_they_computed_of_texts()
    {
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        await using var service = new RunningService { Settings = [$"--Training:ModelRoot={root.Path}"] };
        await service.InitializeAsync();
        await service.Http.SendAsync(HttpMethod.Post, Upload, Texts.Csv(40), "text/csv");
        const string Audit =
            """
            { "items": ["q"], "attribute": "gender", "folds": 2, "bootstrap": 100, "minGroupSize": 5,
              "scorers": [ { "kind": "bert", "checkpoint": "model:tiny", "mode": "screening", "epochs": 1, "splits": ["mixed"] } ] }
            """;
        var encoded = service.Services.GetRequiredService<EncodedResponses>();
        await service.Http.AuditAsync(Audit);
        var first = encoded.Computed;
        await service.Http.AuditAsync(Audit);
        Assert.Equal(first, encoded.Computed);
        Assert.Equal(200, (await service.Http.SendAsync(HttpMethod.Delete, "/v1/students/s5")).Status);
        await Patience.UntilAsync(() => Task.FromResult(encoded.Count == 0));
        Assert.Equal(0, await service.Database.ScalarAsync<long>("select count(*) from responses where student_id = 's5'"));
    }
}
