using System.Text.Json.Nodes;
using ScoringFairness.Service.Bench;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary><c>bench quality</c> as it is called, and its differences.</summary>
public sealed class QualityBenchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_in_each_scorer_s_agreement_by_item()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 24).Select(row =>
            $"\"{string.Join(' ', Enumerable.Repeat("a word", 1 + row % 8))} {row}\",{string.Join(',', Enumerable.Repeat(1 + row % 8 / 2.0, 7))}");
        await File.WriteAllLinesAsync(
            folder.File("essays.csv"), ["full_text,Overall,Cohesion,Syntax,Vocabulary,Phraseology,Grammar,Conventions", .. rows], Cancellation);
        var run = await BenchRun.OfAsync("quality", folder.Path, "--folds", "2");
        Assert.Equal(0, run.Status);
        var last = run.Last;
        Assert.Equal(24, (int)last["essays"]!);
        Assert.Equal("bert", (string)last["scorer"]!);
        foreach (var scorer in (JsonNode[])[last, last["screening"]!, last["linear"]!])
        {
            Assert.InRange((double)scorer["overall"]!, -1, 1);
            Assert.Equal((double)scorer["mean"]!, scorer["traits"]!.AsObject().Average(trait => (double)trait.Value!), 2e-4);
        }
        // A scorer is set beside linear, and beside those that were asked for after it.
        Assert.All((string[])["minusScreening", "minusLinear"], other => Assert.Equal(3, last[other]!["overall"]!.AsArray().Count));
        Assert.Contains("bert − linear, mean: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_has_the_interval_of_the_same_draws_for_both_scorers()
    {
        double[] human = [.. Enumerable.Range(0, 100).Select(essay => 1 + essay % 9 * 0.5)];
        double[] rough = [.. human.Select((score, essay) => Math.Clamp(score + (essay % 2 == 0 ? 1 : -1), 1, 5))];
        Quality Scorer(double[] machine) => new(new Dictionary<string, (double[], double[])> { ["one"] = (human, machine) });
        Assert.Equal(1, Scorer(human).Of("one"), 1e-12);
        Assert.Equal([0, 0, 0], Quality.Difference(Scorer(rough), Scorer(rough), ["one"], 1));
        var gain = Quality.Difference(Scorer(human), Scorer(rough), ["one"], 1);
        Assert.Equal(1 - Scorer(rough).Of("one"), gain[0], 1e-12);
        Assert.True(0 < gain[1] && gain[1] < gain[0] && gain[0] < gain[2], string.Join(' ', gain));
    }
}
