using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Encodings;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear.Features;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>What a head sees of hidden states, what it begins with, and layers that texts go through once.</summary>
public sealed class PoolingTests
{
    private static readonly TokenizedText[] Texts =
        [new([[2, 5, 6, 3], [2, 7, 3], [2, 8, 9, 10, 3]]), new[] { 2, 11, 3 }, new([[2, 12, 3], [2, 13, 14, 3]])];

    /// <summary>Numbers of the encoder, of two layers, and those beside them: plain features, and what the linear scorer gives.</summary>
    private const int Encoded = 2 * 128, Features = PlainFeatures.Count + 1;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Pooling.Mean)]
    [InlineData(Pooling.Max)]
    [InlineData(Pooling.Layers)]
    public void A_head_sees_what_is_pooled_of_all_tokens_of_all_windows_and_nothing_of_padding(Pooling pooling)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var model = Model(new() { Pooling = pooling });
        var seen = Rows(model.Seen(TokenBatch.Of(Texts, 0, TorchDevice.Cpu)), Texts.Length);
        foreach (var (text, row) in Texts.Zip(seen))
        {
            // Each window alone, so without padding.
            var states = text.Windows.Select(window => model.bert.encoder.States(
                model.bert.embeddings.call(torch.tensor(Array.ConvertAll(window, id => (long)id), [1, window.Length])), null)).ToList();
            float[] Of(int layer) => Pool(
                pooling, [.. states.SelectMany(window => Rows(window[layer], (int)window[layer].shape[1]))]);
            float[] expected = pooling == Pooling.Layers ? [.. Of(0), .. Of(1)] : Of(1);
            Assert.Equal(expected.Length, row.Length);
            Assert.All(expected.Zip(row), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Theory]
    [InlineData(Pooling.Cls, 1)]
    [InlineData(Pooling.Mean, 1)]
    [InlineData(Pooling.Layers, 1)]
    [InlineData(Pooling.Layers, 2)]
    public void Texts_that_have_been_through_frozen_layers_give_what_they_gave_before(Pooling pooling, int layers)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var model = Model(new() { Pooling = pooling });
        var frozen = new FrozenEncoding(model, layers, Cancellation).Of(Texts, null, "", _ => { });
        var (whole, upper) = (Seen(model, Texts), Seen(model, frozen));
        // Kept with half the digits of a float.
        Assert.All(whole.Zip(upper), pair => Assert.Equal(pair.First, pair.Second, 4e-3f));
        Assert.NotEqual(whole, upper);
    }

    [Fact]
    public void Frozen_layers_are_gone_through_once_by_all_fits_that_share_them_and_change_no_score()
    {
        using var root = new TemporaryFolder();
        TinyCheckpoint.Write(root.File("tiny"));
        var options = BertDefaults.For("model:tiny") with { ModelRoot = root.Path, Epochs = 2, MaxTokens = 24, FrozenLayers = 1 };
        var request = ShortAnswers.Request(40, 12, 12);
        var alone = new BertScorerEngine(options).Fit(request, null, Cancellation);
        using var encodings = new EncodedResponses();
        var engine = new BertScorerEngine(options, encodings);
        var (once, again) = (engine.Fit(request, null, Cancellation), engine.Fit(request with { Seed = 2 }, null, Cancellation));
        Assert.Equal(alone.Scores.Select(score => score.Expected), once.Scores.Select(score => score.Expected));
        Assert.NotEqual(once.Scores.Select(score => score.Expected), again.Scores.Select(score => score.Expected));
        Assert.InRange(encodings.Computed, 1, 64);
    }

    [Fact]
    public void A_regression_begins_between_the_ridge_regression_on_all_that_its_head_sees_and_the_linear_scorer()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model(new() { Pooling = Pooling.Layers, Features = Features, IsNumber = true });
        var random = new Random(4);
        List<LabelledTokens> training =
        [
            .. ShortAnswers.Make(80, 3).Select(text => new LabelledTokens(
                new TokenizedText([[2, .. Enumerable.Range(0, 6).Select(_ => 5 + random.Next(15)), 3]])
                {
                    Features = [.. PlainFeatures.Of(text.Text), (float)(text.Level + 4 * random.NextDouble())],
                },
                text.Level)),
        ];
        var loss = new RegressionLoss(ClassWeights.None, [.. Enumerable.Range(0, 4).Select(level => training.Count(text => Level(text) == level))]);
        var start = new RidgeStart(model, training, [loss], new(5), Cancellation);
        var outputs = new ScoringPass(model, 0).Outputs([.. training.Select(text => text.Text)], _ => { }, Cancellation);

        double[][] features = [.. Seen(model, [.. training.Select(text => text.Text)]).Chunk(Encoded + Features)
            .Select(row => Array.ConvertAll(row, value => (double)value))];
        double[][] columns =
        [
            .. Enumerable.Range(0, Encoded + Features).Select(at =>
                Standardized([.. features.Select(row => row[at])], at < Encoded ? 1 : at < Encoded + Features - 1 ? 3 : 10)),
        ];
        double[] residuals = [.. training.Zip(outputs, (text, output) => loss.Target(Level(text)) - output[0])];
        Assert.True(residuals.Sum(error => error * error) < 0.9 * training.Count, "It has learnt something.");
        Assert.All(start.Outputs([.. training.Select(text => text.Text)])[0].Zip(outputs), pair => Assert.Equal(pair.First, pair.Second[0], 1e-4));
        // What is left of a response by a line that did not see it is more than by one that did.
        double[] shifted = [.. start.Labelled.Zip(residuals, (text, residual) => residual + text.Heads[0]!.Value.Shift)];
        Assert.True(shifted.Sum(error => error * error) > 1.1 * residuals.Sum(error => error * error), "The targets are shifted.");
        // A line through more of the same is a line with less penalty: none of its outputs stays where it was.
        Assert.All(start.Whole(training, [.. training.Select(text => text.Text)])[0], change => Assert.NotEqual(0, change));
        // Without the linear scorer's place it is at the minimum of the regression, where the slope is nought: Σ x (y − wx − b) = λ w, with a
        // penalty of 1.3 for each number of the encoder.
        var (share, unit) = (start.Shares[0], loss.Place(1) - loss.Place(0));
        Assert.InRange(share, 0.1, 0.999);
        double[] ridge = [.. residuals.Zip(training, (residual, text) =>
            (residual - (1 - share) * (loss.Target(Level(text)) - (text.Text.Features[^1] - loss.Place(0)) / unit)) / share)];
        Assert.Equal(0, ridge.Average(), 1e-4);
        float[] weights = [.. model.classifier.weight.data<float>()];
        var ofPlace = Deviation([.. features.Select(row => row[^1])]) / 10 / unit;
        foreach (var ((column, weight), at) in columns.Zip(weights).Select((one, at) => (one, at)))
        {
            var ofRidge = (weight - (at == columns.Length - 1 ? (1 - share) * ofPlace : 0)) / share;
            Assert.Equal(1.3 * Encoded * ofRidge, column.Zip(ridge, (x, error) => x * error).Sum(), 0.04);
        }
    }

    [Fact]
    public void Of_what_fine_tuning_changed_as_much_is_taken_over_as_helps_responses_held_out()
    {
        var loss = new RegressionLoss(ClassWeights.None, [10, 10, 10, 10]);
        int[] levels = [.. Enumerable.Range(0, 40).Select(at => at % 4)];
        double[] before = [.. levels.Select(level => 0.5 * loss.Target(level))];
        double[] After(double change) => [.. levels.Select((level, at) => before[at] + change * loss.Target(level))];
        RegressionPlaces Changed(double change) => new(loss, new(After(change), before, levels), [], 4);
        // Half of the way is left: a change by twice that is halved, one that is too small is taken over, one that leads away is not.
        Assert.Equal(0.5, Changed(1).Share, 1e-6);
        Assert.Equal(1, Changed(0.2).Share);
        Assert.Equal(0, Changed(-1).Share);
        Assert.Contains("that it began with", Changed(-1).Note!, StringComparison.Ordinal);
        Assert.Null(Changed(1).Note);
        Assert.All(Changed(1).HeldOut.Zip(levels), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Equal(levels, Changed(1).Score(After(1), before, new double[40]).Select(score => score.Level));
    }

    [Fact]
    public void Training_responses_help_to_cut_levels_where_fine_tuning_moved_places_little()
    {
        var loss = new RegressionLoss(ClassWeights.None, [10, 10, 10, 10]);
        int[] levels = [.. Enumerable.Range(0, 12).Select(at => at % 2)];
        double[] before = [.. levels.Select(level => loss.Target(level))];
        // Held out are levels 0 and 1 alone; where 2 and 3 begin, only those trained on tell.
        (double, int)[] unseen = [.. Enumerable.Range(0, 40).Select(at => (loss.Target(at % 4), at % 4))];
        IEnumerable<int> Levels(double change, double[] outputs) =>
            new RegressionPlaces(loss, new([.. before.Select(output => output * (1 + change))], before, levels), unseen, 4)
                .Score(outputs, outputs, new double[outputs.Length]).Select(one => one.Level);
        double[] all = [.. Enumerable.Range(0, 4).Select(loss.Target)];
        Assert.Equal([0, 1, 2, 3], Levels(0.01, all));
    }

    private static int Level(LabelledTokens text) => text.Heads[0]!.Value.Level;

    private static float[] Pool(Pooling pooling, float[][] tokens) =>
        [.. Enumerable.Range(0, tokens[0].Length).Select(at => pooling == Pooling.Max ? tokens.Max(token => token[at]) : tokens.Average(token => token[at]))];

    private static double Deviation(double[] column)
    {
        var mean = column.Average();
        return Math.Sqrt(column.Average(x => (x - mean) * (x - mean)));
    }

    private static double[] Standardized(double[] column, double weight)
    {
        var mean = column.Average();
        var deviation = Math.Max(1e-6, Deviation(column));
        return [.. column.Select(x => weight * (x - mean) / deviation)];
    }

    private static float[] Seen(BertForSequenceClassification model, IReadOnlyList<TokenizedText> texts)
    {
        using var noGradient = torch.no_grad();
        return model.Seen(TokenBatch.Of(texts, 0, TorchDevice.Cpu)).data<float>().ToArray();
    }

    private static float[][] Rows(torch.Tensor tensor, int rows)
    {
        var values = tensor.contiguous().data<float>().ToArray();
        return [.. values.Chunk(values.Length / rows)];
    }

    private static BertForSequenceClassification Model(HeadShape shape)
    {
        using var weights = new torch.Generator(1);
        var model = new BertForSequenceClassification(BertConfig.OfScratch(ScratchSize.Tiny, 20), 4, new DropoutMasks(1), shape: shape);
        RandomWeights.Draw(model, weights);
        model.eval();
        return model;
    }
}
