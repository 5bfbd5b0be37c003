using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Scoring.Linear.Features;

namespace ScoringFairness.Scoring.Tests.Linear;

/// <summary>What words add to a score of the linear scorer.</summary>
public sealed class LinearAttributionTests
{
    private static readonly AttributionMethod[] Weights = [AttributionMethod.Weights];

    [Fact]
    public void Words_and_the_rest_add_up_to_the_place_on_the_line()
    {
        var request = ShortAnswers.Request(80, 0, 30);
        request = request with
        {
            Responses = [.. request.Responses, "It’s  a\n cup, of 3rd-rate Ice!", "", "???"],
            Attribution = new(Weights, [.. Enumerable.Range(0, 33)]),
        };
        var fit = new LinearScorerEngine().Fit(request, null, TestContext.Current.CancellationToken);
        Assert.Equal(33, fit.Attributions.Count);
        foreach (var (one, score) in fit.Attributions.Zip(fit.Scores))
            Assert.Equal(score.Expected!.Value, one.Words.Sum(word => word.Value) + one.Rest, 1e-3);
        Assert.Equal(["it's", "a", "cup", "of", "3rd", "rate", "ice"], fit.Attributions[30].Words.Select(word => word.Word));
        Assert.Empty(fit.Attributions[31].Words);
    }

    [Fact]
    public void A_feature_is_shared_out_among_the_words_of_its_characters()
    {
        // Weights of 1 on every feature: what a text's features are worth is known by hand.
        var features = TextFeatures.Learn(["ab cd", "ab cd"]);
        var shares = LinearAttribution.Of("ab cd", features, new([.. Enumerable.Repeat(1f, features.Count)], 0)).Of(0, AttributionMethod.Weights);
        // Words: ab, cd, "ab cd", each 1/√3. Characters: 4 of two, 3 of three, 2 of four, each 1/3:
        // "ab" ab; "b " b; " c" c; "cd" cd; "ab " ab; "b c" b,c; " cd" cd; "ab c" a,b,c; "b cd" b,c,d.
        var words = 1.5 / Math.Sqrt(3);
        var characters = (1 + 1 + 1 + 0.5 + 2 / 3.0 + 1 / 3.0) / 3;
        Assert.Equal([("ab", 1), ("cd", 1)], shares.Words.Select(word => (word.Word, word.Count)));
        Assert.All(shares.Words, word => Assert.Equal(words + characters, word.Value, 1e-5));
    }

    [Fact]
    public void A_word_that_decides_the_score_gets_most_of_it_and_a_shuffled_one_does_not()
    {
        List<LabelledText> texts = [.. Enumerable.Range(0, 120).Select(at => new LabelledText(
            $"we saw {(at % 2 == 0 ? "north" : "south")} of town{at * 7 % 13} in may{at * 5 % 11} with hat{at * 3 % 17}", at % 2 * 3))];
        var request = new FitRequest
        {
            Training = texts[..80],
            Validation = [],
            Responses = [.. texts[80..].Select(text => text.Text)],
            LevelCount = 4,
            Seed = 1,
            Attribution = new(Weights, [.. Enumerable.Range(0, 40)]),
        };
        var fit = new LinearScorerEngine().Fit(request, null, TestContext.Current.CancellationToken);
        Assert.All(fit.Attributions, one => Assert.Contains(one.Words.MaxBy(word => Math.Abs(word.Value))!.Word, (string[])["north", "south"]));
        Assert.All(fit.Attributions.Index(), one => Assert.Equal(
            one.Index % 2 == 0 ? -1 : 1, Math.Sign(one.Item.Words.Single(word => word.Word is "north" or "south").Value)));
        Assert.Empty(new LinearScorerEngine().Fit(request with { Attribution = null }, null, TestContext.Current.CancellationToken).Attributions);
    }
}
