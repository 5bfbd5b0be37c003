using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Attributions;
using ScoringFairness.Scoring.Bert.Exports;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Tests.Bert.Attributions;

/// <summary>What words have of the scores of a trained BERT.</summary>
public sealed class BertAttributionTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LevelHead.Regression, Pooling.Layers, true, 1)]
    [InlineData(LevelHead.Ordinal, Pooling.Cls, false, 0)]
    public void Gradients_are_those_of_finite_differences_and_integrated_ones_add_up(LevelHead head, Pooling pooling, bool features, int frozen)
    {
        var (scorer, fit, request) = Trained(head, pooling, features, frozen);
        using var scope = NewDisposeScope();
        var text = request.Responses[0];
        var tokens = scorer.Tokenizer.Encode(text, scorer.MaxTokens, scorer.LongTexts);
        if (features) tokens = FeaturesBeside.With(tokens, text, scorer.Lines);
        var batch = TokenBatch.Of([tokens], scorer.Place.Last.Config.PadTokenId, scorer.Place.Last.Device);
        Assert.Equal(tokens.Windows.Count > 1, batch.Averages is not null);
        Assert.Equal(fit.Scores[0].Expected ?? fit.Scores[0].Score!.Value, Place(scorer, batch, null), 5e-3);

        var vectors = scorer.Place.Vectors(batch);
        var (ofVectors, ofFeatures) = scorer.Place.Gradient(batch, vectors);
        Assert.Equal(features, ofFeatures is not null);
        var random = new Random(3);
        var (told, seen) = (new List<double>(), new List<double>());
        for (var direction = 0; direction < 6; direction++)
        {
            // One direction for all models: what is moved are the same words.
            Tensor[] along = [.. vectors.Select(one => tensor(
                Enumerable.Range(0, (int)one.numel()).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(), one.shape))];
            told.Add(along.Zip(ofVectors, (one, gradient) => (one * gradient).sum().item<float>()).Sum());
            const double Step = 3e-3;
            double At(double step) => Place(scorer, batch, [.. vectors.Zip(along, (one, other) => one + other * step)]);
            seen.Add((At(Step) - At(-Step)) / (2 * Step));
        }
        Assert.All(told.Zip(seen), pair => Assert.Equal(pair.First, pair.Second, 0.02 * told.Max(Math.Abs)));

        var mean = scorer.Integrated(batch, vectors, 100);
        var sum = vectors.Zip(mean, (own, gradient) => (scorer.Part(batch, own, 1) - scorer.Part(batch, own, 0)).mul(gradient).sum().item<float>()).Sum();
        var difference = Place(scorer, batch, null) - Place(scorer, batch, [.. vectors.Select(own => scorer.Part(batch, own, 0))]);
        Assert.True(Math.Abs(difference) > 1e-3, $"{difference}");
        Assert.Equal(difference, sum, 0.02 * Math.Abs(difference) + 1e-4);
    }

    [Fact]
    public void Words_have_what_their_pieces_have_and_each_method_says_so_of_every_response()
    {
        var (scorer, fit, request) = Trained(LevelHead.Regression, Pooling.Layers, true, 0);
        Assert.Equal(BertAttribution.Methods.Count * 4, fit.Attributions.Count);
        foreach (var at in (int[])[0, 1, 3, 5])
        {
            var text = request.Responses[at];
            var (tokens, owners, words) = scorer.Tokenizer.EncodeWords(text, scorer.MaxTokens, scorer.LongTexts);
            Assert.Equal(scorer.Tokenizer.Encode(text, scorer.MaxTokens, scorer.LongTexts).Windows, tokens.Windows);
            var expected = owners.SelectMany(window => window).Where(owner => owner >= 0).Distinct().Select(owner => words[owner])
                .Where(word => word.Any(char.IsLetterOrDigit)).GroupBy(word => word).ToDictionary(word => word.Key, word => word.Count());
            foreach (var method in BertAttribution.Methods)
            {
                var own = fit.Attributions.Single(one => one.Response == at && one.Method == method);
                Assert.All(expected, word => Assert.Equal(word.Value, own.Words.Single(one => one.Word == word.Key).Count));
                Assert.All(own.Words, word => Assert.True(double.IsFinite(word.Value)));
            }
        }
        Assert.All(Of(AttributionMethod.Attention), one => Assert.Equal(1, one.Words.Sum(word => word.Value) + one.Rest, 1e-4));
        Assert.All(Of(AttributionMethod.Saliency), one => Assert.All(one.Words, word => Assert.True(word.Value >= 0)));

        IEnumerable<ResponseAttribution> Of(AttributionMethod method) => fit.Attributions.Where(one => one.Method == method);
    }

    [Fact]
    public void A_word_s_occlusion_is_what_the_text_without_it_loses()
    {
        var (scorer, fit, _) = Trained(LevelHead.Classification, Pooling.Cls, false, 0);
        const string Text = "water melts the ice when it is warm";
        using var scope = NewDisposeScope();
        var shares = scorer.Of(Text, AttributionMethod.Occlusion)!.Of(0, AttributionMethod.Occlusion);
        double Score(string text) => Place(
            scorer, TokenBatch.Of([scorer.Tokenizer.Encode(text, scorer.MaxTokens)], scorer.Place.Last.Config.PadTokenId, scorer.Place.Last.Device), null);
        Assert.Equal(Score(Text) - Score("water melts the when it is warm"), shares.Words.Single(word => word.Word == "ice").Value, 1e-5);
        Assert.NotEmpty(fit.Attributions);
    }

    [Fact]
    public void What_an_apostrophe_joins_is_one_word_and_what_is_cut_off_is_none()
    {
        var tokenizer = new ResponseTokenizer(WordPieceLearner.Learn(["don't say that it's a ' s"], 200, new(lowerCase: true), Cancellation));
        var (tokens, owners, words) = tokenizer.EncodeWords("Don't say 'that', it’s 'a'", 200, LongTexts.Head);
        Assert.Equal(["don't", "say", "'", "that", "'", ",", "it’s", "'", "a", "'"], words);
        Assert.Equal(tokens.Windows[0].Length, owners[0].Length);
        Assert.Equal((-1, -1), (owners[0][0], owners[0][^1]));
        var cut = tokenizer.EncodeWords("say that say that", 4, LongTexts.Head);
        Assert.True(cut.Owners[0].Max() < 3);
    }

    [Fact]
    public void A_fit_that_is_cancelled_while_words_are_found_ends_and_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        TinyCheckpoint.Write(_home.File("tiny"));
        var request = ShortAnswers.Request(40, 10, 20) with
        {
            ResumeFolder = _home.File("resume"),
            Attribution = new([AttributionMethod.IntegratedGradients], [.. Enumerable.Range(0, 20)]),
        };
        var fractions = new List<double>();
        Assert.ThrowsAny<OperationCanceledException>(() => new BertScorerEngine(Options(LevelHead.Regression, Pooling.Layers, true, 0)).Fit(
            request,
            progress =>
            {
                fractions.Add(progress.Fraction);
                if (progress.Note?.Contains("words", StringComparison.Ordinal) == true) source.Cancel();
            },
            source.Token));
        Assert.InRange(fractions[^1], 0.01, 0.99);
        Assert.False(Directory.Exists(Path.Combine(_home.File("resume"), "attributed")));
    }

    private (BertAttribution Scorer, FitResult Fit, FitRequest Request) Trained(LevelHead head, Pooling pooling, bool features, int frozen)
    {
        TinyCheckpoint.Write(_home.File("tiny"));
        var request = ShortAnswers.Request(60, 30, 6) with
        {
            ExportFolder = _home.File("trained"),
            Attribution = new(BertAttribution.Methods, [0, 1, 3, 5]),
        };
        var fit = new BertScorerEngine(Options(head, pooling, features, frozen)).Fit(request, null, Cancellation);
        var folder = _home.File("trained");
        if (ExportedScorer.Find(folder) is { } told) return (new ServedScorer(folder, new(folder), told).Attribution(), fit, request);
        var checkpoint = new Scoring.Bert.Checkpoints.CheckpointFolder(folder);
        var model = new BertForSequenceClassification(checkpoint.Config, 4, new(0));
        checkpoint.Load(model, classifier: true);
        return (new()
        {
            Place = new(model),
            Tokenizer = new(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic),
            MaxTokens = 16,
            LongTexts = LongTexts.Head,
            Features = false,
            Lines = [],
        }, fit, request);
    }

    private BertOptions Options(LevelHead head, Pooling pooling, bool features, int frozen) => new()
    {
        // The smallest one's pooler gives hardly a difference between texts.
        Checkpoint = head == LevelHead.Ordinal ? "scratch:tiny" : "model:tiny",
        ModelRoot = _home.Path,
        Head = head,
        Pooling = pooling,
        Features = features,
        FrozenLayers = frozen,
        Epochs = 4,
        LearningRate = 3e-3,
        MaxTokens = 16,
        LongTexts = head == LevelHead.Classification ? LongTexts.Head : LongTexts.Windows,
    };

    private static double Place(BertAttribution scorer, TokenBatch batch, IReadOnlyList<Tensor>? vectors)
    {
        using var noGradient = no_grad();
        using var place = scorer.Place.Of(batch, vectors);
        return place.item<float>();
    }

    public void Dispose() => _home.Dispose();
}
