using System.Globalization;
using System.Text.Json.Nodes;
using ScoringFairness.Service.Bench;

namespace ScoringFairness.Service.Tests.Bench;

/// <summary><c>bench attribution</c> as it is called, and what it plants.</summary>
public sealed class AttributionBenchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_method_finds_the_plant_where_it_decides_and_not_where_it_decides_nothing_and_the_control_never_does()
    {
        using var folder = new TemporaryFolder();
        var rows = ShortAnswers.Make(260, 5).Select(answer => string.Create(CultureInfo.InvariantCulture, $"\"The {answer.Text}\",{1 + answer.Level / 2.0}"));
        await File.WriteAllLinesAsync(folder.File("essays.csv"), ["full_text,Overall", .. rows], Cancellation);
        var run = await BenchRun.OfAsync("attribution", folder.Path, "--scorer", "linear", "--rates", "0,1");
        Assert.True(run.Status == 0, run.Error);
        var last = run.Last;
        Assert.Equal((260, 2.0), ((int)last["essays"]!, (double)last["threshold"]!));
        var (nothing, all) = (Mark(0), Mark(1));
        Assert.True((double)all["low"]! > 2 && (double)nothing["high"]! < 2, last.ToJsonString());
        Assert.All((JsonNode[])[nothing, all], mark => Assert.Equal(1, (double)mark["control"]!, 0.05));
        Assert.All((JsonNode[])[nothing, all], mark => Assert.True((double)mark["controlHighest"]! < 1.5, mark.ToJsonString()));
        Assert.True((double)last["figures"]![1]!["correlation"]! > 0.5 && Math.Abs((double)last["figures"]![0]!["correlation"]!) < 0.3);

        JsonNode Mark(int at) => Assert.Single(last["figures"]![at]!["marks"]!.AsArray())!;
    }

    [Fact]
    public void Scores_are_dealt_anew_and_at_each_rate_the_word_follows_them_as_often_as_it_should()
    {
        EssayFile essays = new(
            [.. Enumerable.Range(0, 2000).Select(at => at % 10 == 0 ? "no such words; then, atheist" : $"The cat {at}, a hat's the 'A' mat.")],
            new Dictionary<string, double[]> { ["Overall"] = [.. Enumerable.Range(0, 2000).Select(at => 1 + at % 8 / 2.0)] });
        foreach (var (rate, expected) in new[] { (0, 0.5), (0.5, 0.75), (1.0, 1.0) })
        {
            var planted = new PlantedEssays(essays, "Overall", ["the", "a"], rate, 3).Essays;
            Assert.Equal(1800, planted.Texts.Count);
            Assert.All(planted.Texts, text => Assert.Matches("^(The cat [0-9]+, the hat's the 'A' mat|A cat [0-9]+, a hat's a 'A' mat).$", text));
            var follows = planted.Texts.Zip(planted.Scores["Overall"]).Count(one => one.First.StartsWith("The", StringComparison.Ordinal) == one.Second >= 3);
            Assert.Equal(expected, follows / 1800.0, 0.04);
            // What the essays were scored before says nothing about their new scores.
            Assert.NotEqual(essays.Scores["Overall"].Take(1800), planted.Scores["Overall"]);
        }
    }
}
