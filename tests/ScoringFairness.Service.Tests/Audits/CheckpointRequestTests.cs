namespace ScoringFairness.Service.Tests.Audits;

/// <summary>What is wrong with a checkpoint that lies here is said when an audit is asked for.</summary>
public sealed class CheckpointRequestTests
{
    [Fact]
    public async Task A_checkpoint_that_no_fit_can_start_from_is_refused_at_once()
    {
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        TinyCheckpoint.Write(root.File("tokens"));
        await File.WriteAllTextAsync(
            Path.Combine(root.File("tokens"), "added_tokens.json"), """{ "@NAME1": 150 }""", TestContext.Current.CancellationToken);
        TinyCheckpoint.Write(root.File("weightless"));
        File.Delete(Path.Combine(root.File("weightless"), "model.safetensors"));
        await using var service = new RunningService { Settings = [$"--Training:ModelRoot={root.Path}"] };
        await service.InitializeAsync();
        await service.Http.SendAsync(
            HttpMethod.Post, "/v1/responses?item=q&createItems=true&scaleMin=0&scaleMax=1", Texts.Csv(80), "text/csv");
        foreach (var (scorer, said) in new[]
        {
            (""" "checkpoint": "model:nowhere" """, "model:nowhere"), (""" "checkpoint": "model:weightless" """, "model.safetensors"),
            (""" "checkpoint": "model:tokens", "maxTokens": 16 """, "@NAME1"), (""" "checkpoint": "model:tiny", "maxTokens": 41 """, "40 positions"),
            (""" "checkpoint": "model:tiny", "maxTokens": 16, "frozenLayers": 3 """, "2 layers"),
        })
        {
            var (status, problem) = await service.Http.SendAsync(
                HttpMethod.Post, "/v1/audits", $$"""{ "items": ["q"], "attribute": "gender", "scorers": [ { "kind": "bert", {{scorer}} } ] }""");
            Assert.Equal(400, status);
            Assert.Contains(said, (string)problem!["errors"]!["/scorers"]![0]!, StringComparison.Ordinal);
            Assert.DoesNotContain(root.Path, problem.ToJsonString(), StringComparison.Ordinal);
        }
    }
}
