using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>Mitigations of BERT on answers with a planted cause of a gap.</summary>
public sealed class BertMitigationTests
{
    private static readonly List<LabelledText> Training = PlantedGap.Make(600, 1);
    private static readonly List<LabelledText> Held = PlantedGap.Make(1500, 2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_network_of_random_weights_learns_the_groups_words_and_reweighing_and_a_penalty_take_them_away_but_equal_groups_do_not()
    {
        var options = BertDefaults.For("scratch:tiny", TrainingMode.FineTuning) with { MaxTokens = 32, Epochs = 8 };
        var (twin, balanced, reweighed, penalised) = Gaps(new BertScorerEngine(options));
        Assert.True(twin > 0.3, $"planted {twin}");
        Assert.True(balanced > twin / 2, $"balanced {balanced} of {twin}");
        Assert.True(Math.Abs(reweighed) < twin / 2, $"reweighed {reweighed} of {twin}");
        Assert.True(Math.Abs(penalised) < twin / 2, $"penalised {penalised} of {twin}");
    }

    [Fact]
    public void So_does_the_regression_of_screening()
    {
        using var encodings = new EncodedResponses();
        var engine = new ScreeningEngine(BertDefaults.For("package:arctic-xs", TrainingMode.Screening), encodings);
        var (twin, balanced, reweighed, penalised) = Gaps(engine, 400, 400);
        Assert.True(twin > 0.2, $"planted {twin}");
        Assert.True(balanced > twin / 2, $"balanced {balanced} of {twin}");
        Assert.True(Math.Abs(reweighed) < twin / 2, $"reweighed {reweighed} of {twin}");
        Assert.True(Math.Abs(penalised) < twin / 2, $"penalised {penalised} of {twin}");
    }

    [Fact]
    public void A_row_of_weight_two_pulls_a_ridge_regression_as_two_rows_do()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        foreach (var (rows, columns) in new[] { (12L, 4L), (6L, 20L) })
        {
            var (features, scores) = (randn(rows, columns), randn(rows, dtype: ScalarType.Float64));
            var times = ones(rows, dtype: ScalarType.Float64);
            times[0] = 2;
            var (weighted, twice) = (
                RidgeSolution.Of(features, scores, 1.5, times), RidgeSolution.Of(cat([features, features[..1]]), cat([scores, scores[..1]]), 1.5));
            Assert.Equal(twice.Intercept, weighted.Intercept, 1e-5);
            Assert.True(allclose(twice.Weights, weighted.Weights, 1e-4, 1e-6));
        }
    }

    [Fact]
    public void With_all_responses_in_one_batch_a_running_gap_has_the_gradient_of_the_squared_gap()
    {
        using var scope = NewDisposeScope();
        List<(int Level, int? Group)> texts = [(0, 0), (0, 0), (0, 1), (1, 0), (1, 1), (1, 1), (2, 1), (1, null)];
        var scores = tensor(new[] { 0.4, 0.9, 0.1, 1.5, 0.8, 1.1, 2.2, 3.0 }, requires_grad: true);
        RunningGap.Of(new(MitigationArm.Penalised, 5), texts)!.Of(scores, texts, texts.Count).backward();
        // Levels 0 and 1 have both groups and weigh 2·1/3 each.
        var gap = ((0.4 + 0.9) / 2 - 0.1 + (1.5 - (0.8 + 1.1) / 2)) / 2;
        double[] share = [0.25, 0.25, -0.5, 0.5, -0.25, -0.25, 0, 0];
        Assert.All(share.Zip(scores.grad!.data<double>().ToArray()), one => Assert.Equal(2 * 5 * gap * one.First, one.Second, 1e-9));
    }

    private static (double Twin, double Balanced, double Reweighed, double Penalised) Gaps(IScorerEngine engine, int training = 600, int held = 1500)
    {
        return (Gap(null), Gap(new(MitigationArm.Balanced)), Gap(new(MitigationArm.Reweighed)), Gap(new(MitigationArm.Penalised, 30)));

        double Gap(Mitigation? mitigation)
        {
            var scores = engine.Fit(
                new()
                {
                    Training = Training[..(training * 4 / 5)],
                    Validation = Training[(training * 4 / 5)..training],
                    Responses = [.. Held[..held].Select(text => text.Text)],
                    LevelCount = 4,
                    Seed = 7,
                    Mitigation = mitigation,
                },
                null, Cancellation).Scores;
            return PlantedGap.Of(Held[..held], [.. scores.Select(score => score.Expected ?? score.Score!.Value)]);
        }
    }
}
