using ScoringFairness.Scoring.Attribution;

namespace ScoringFairness.Scoring.Tests.Attribution;

/// <summary>Which methods may speak, and how they are marked.</summary>
public sealed class AttributionGateTests
{
    private static readonly HashSet<string> Planted = ["the", "a"];

    [Theory]
    [InlineData(AttributionMethod.Occlusion, 3, 2.5, 0.5, 1.3, true)]
    [InlineData(AttributionMethod.Occlusion, 3, 1.9, 0.5, 1.3, false)]
    [InlineData(AttributionMethod.Occlusion, 3, 2.5, 2.1, 1.3, false)]
    [InlineData(AttributionMethod.Occlusion, 3, 2.5, 0.5, 2.1, false)]
    [InlineData(AttributionMethod.Attention, 9, 8.5, 0.5, 1.3, false)]
    [InlineData(AttributionMethod.Saliency, 9, 8.5, 0.5, 1.3, false)]
    public void A_method_speaks_that_finds_a_plant_for_certain_is_not_drawn_to_the_words_themselves_and_tells_a_direction(
        AttributionMethod method, double mark, double low, double withoutPlant, double control, bool maySpeak) =>
        Assert.Equal(maySpeak, new AttributionMark(method, "any", mark, low, 2 * mark, withoutPlant, control).MaySpeak);

    [Fact]
    public void Of_those_that_may_speak_the_best_does_that_an_audit_has_time_for_and_no_measured_control_comes_near_the_threshold()
    {
        AttributionMark Of(AttributionMethod method, double low) => new(method, "any", low + 1, low, low + 2, 0.5, 1.2);
        Assert.Null(AttributionGate.Speaker([Of(AttributionMethod.Occlusion, 1.5), Of(AttributionMethod.Attention, 5)]));
        Assert.Equal(
            AttributionMethod.IntegratedGradients,
            AttributionGate.Speaker([
                Of(AttributionMethod.Occlusion, 7), Of(AttributionMethod.GradientInput, 2.1), Of(AttributionMethod.IntegratedGradients, 3),
                Of(AttributionMethod.Saliency, 9),
            ])!.Method);
        Assert.Equal(
            [AttributionMethod.Weights, AttributionMethod.IntegratedGradients, AttributionMethod.IntegratedGradients],
            new[] { AttributionGate.Linear, AttributionGate.Scratch, AttributionGate.Pretrained }.Select(marks => AttributionGate.Speaker(marks)!.Method));
        AttributionMark[] measured = [.. AttributionGate.Linear, .. AttributionGate.Scratch, .. AttributionGate.Pretrained];
        Assert.All(measured, mark => Assert.InRange(mark.Control, 1, 0.8 * AttributionGate.Threshold));
        Assert.All(measured, mark => Assert.True(mark.Low < mark.Mark && mark.Mark < mark.High));
    }

    [Fact]
    public void A_slow_method_is_asked_about_some_responses_evenly_among_all_and_a_quick_one_about_all()
    {
        Assert.Equal(Enumerable.Range(0, 900), AttributionWork.Asked(AttributionMethod.Weights, 900));
        Assert.Equal(Enumerable.Range(0, 40), AttributionWork.Asked(AttributionMethod.IntegratedGradients, 40));
        Assert.Equal(Enumerable.Range(0, 150).Select(at => 6 * at), AttributionWork.Asked(AttributionMethod.IntegratedGradients, 900));
        Assert.Empty(AttributionWork.Asked(AttributionMethod.IntegratedGradients, 0));
    }

    [Fact]
    public void A_mark_is_the_planted_words_share_of_attribution_beside_their_share_of_places()
    {
        var of = new ResponseAttribution(0, AttributionMethod.Weights, [new("the", 2, -3), new("cat", 1, 1), new("sat", 2, 2)], 7);
        Assert.Equal(new PlantShare(0.5, 0.4), PlantShare.Of(of, Planted));
        Assert.Null(PlantShare.Of(of with { Words = [new("cat", 1, 1)] }, Planted));
        Assert.Null(PlantShare.Of(of with { Words = [new("the", 1, 0)] }, Planted));
    }

    [Fact]
    public void The_shuffled_control_looks_at_planted_words_as_at_any_others()
    {
        var random = new Random(5);
        ResponseAttribution[] texts = [.. Enumerable.Range(0, 200).Select(at => new ResponseAttribution(
            at, AttributionMethod.Weights,
            [new("the", 4, 50), .. Enumerable.Range(0, 40).Select(word => new AttributedWord($"w{word}", 1 + word % 3, random.NextDouble()))], 0))];
        var own = texts.Select(text => PlantShare.Of(text, Planted)!.Value).ToList();
        var dealt = texts.Select(text => PlantShare.Shuffled(text, Planted, random)!.Value).ToList();
        Assert.True(Ratio(own) > 10, $"{Ratio(own)}");
        Assert.Equal(1, Ratio(dealt), 0.25);

        static double Ratio(List<PlantShare> shares) => shares.Sum(one => one.Attribution) / shares.Sum(one => one.Tokens);
    }
}
