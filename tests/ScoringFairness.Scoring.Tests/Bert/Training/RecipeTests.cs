using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Pretraining;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>The options of fine-tuning, each for what it promises.</summary>
public sealed class RecipeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LongTexts.Head, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(LongTexts.Tail, new[] { 12, 13, 14, 15, 16, 17, 18, 19 })]
    [InlineData(LongTexts.HeadTail, new[] { 0, 1, 14, 15, 16, 17, 18, 19 })]
    public void Of_a_long_text_the_part_asked_for_is_read(LongTexts longTexts, int[] words)
    {
        var read = Assert.Single(Tokenizer().Encode(Text(20), 10, longTexts).Windows);
        Assert.Equal([2, .. words.Select(word => 5 + word), 3], read);
    }

    [Fact]
    public void Windows_read_all_of_a_long_text_and_every_way_all_of_a_short_one()
    {
        var windows = Tokenizer().Encode(Text(20), 10, LongTexts.Windows).Windows;
        Assert.Equal([10, 10, 6], windows.Select(window => window.Length));
        Assert.Equal(Enumerable.Range(5, 20), windows.SelectMany(window => window[1..^1]));
        var ids = Tokenizer().Encode(Text(8), 10);
        Assert.All(Enum.GetValues<LongTexts>(), way => Assert.Equal(ids, Assert.Single(Tokenizer().Encode(Text(8), 10, way).Windows)));
    }

    [Fact]
    public void A_text_in_windows_is_scored_alike_alone_and_among_others()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model();
        var scoring = new ScoringPass(model, 0);
        TokenizedText[] texts = [new([[2, 5, 6, 3], [2, 7, 3], [2, 8, 9, 10, 3]]), new[] { 2, 11, 3 }, new([[2, 12, 3], [2, 13, 14, 3]])];
        var together = scoring.Outputs(texts, _ => { }, Cancellation);
        foreach (var (at, text) in texts.Index())
        {
            var alone = scoring.Outputs([text], _ => { }, Cancellation)[0];
            Assert.All(alone.Zip(together[at]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
        var swapped = scoring.Outputs([new([[2, 7, 3], [2, 8, 9, 10, 3], [2, 5, 6, 3]])], _ => { }, Cancellation)[0];
        Assert.All(swapped.Zip(together[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Lower_layers_learn_more_slowly_and_frozen_ones_not_at_all()
    {
        var rates = new LayerRates(layers: 4, decay: 0.5, frozenLayers: 0);
        Assert.Equal([1, 1, 1, 0.5, 0.125, 0.0625], Names.Select(rates.Of));
        Assert.Equal([1, 1, 0.25, 0.125, 0.03125, 0.125], Names.Select(new LayerRates(4, 0.5, 0, words: 2, encoder: 0.25).Of));
        Assert.Equal([1, 1, 1, 0.5, 0, 0], Names.Select(new LayerRates(4, 0.5, frozenLayers: 2).Of));
        Assert.Equal([7, 0, 1, 0.5, 0.125, 0.0625], Names.Select(new LayerRates(4, 0.5, 0, head: 7, hasPooler: false).Of));

        using var scope = torch.NewDisposeScope();
        using var model = Model();
        var before = Copy(model);
        Tuning(model, new BertOptions { FrozenLayers = 1, LearningRate = 1e-3 }).Step([new(new[] { 2, 7, 9, 3 }, 1)], 1e-3);
        var changed = Copy(model).Where(one => !one.Value.SequenceEqual(before[one.Key])).Select(one => one.Key).ToList();
        Assert.DoesNotContain(
            changed, name => name.StartsWith("bert.embeddings", StringComparison.Ordinal) || name.Contains("layer.0.", StringComparison.Ordinal));
        Assert.Contains("bert.encoder.layer.1.output.dense.weight", changed);
        Assert.Contains("classifier.weight", changed);
    }

    [Theory]
    [InlineData(new[] { 30, 70 })]
    [InlineData(new[] { 10, 20, 40, 30 })]
    public void An_ordinal_head_begins_with_the_shares_of_the_levels_and_moves_up_with_its_output(int[] counts)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var head = new OrdinalThresholds(counts);
        var probabilities = head.call(torch.tensor([0f, 3f, -3f], [3, 1])).exp().data<float>().ToArray().Chunk(counts.Length).ToArray();
        var total = counts.Sum() + 0.5 * counts.Length;
        Assert.All(counts.Zip(probabilities[0]), pair => Assert.Equal((pair.First + 0.5) / total, pair.Second, 1e-5));
        Assert.All(probabilities, row => Assert.Equal(1, row.Sum(), 1e-5));
        double Expected(float[] row) => row.Index().Sum(p => p.Index * (double)p.Item);
        Assert.True(Expected(probabilities[1]) > Expected(probabilities[0]) && Expected(probabilities[0]) > Expected(probabilities[2]));
    }

    [Fact]
    public void The_loss_is_torch_s_cross_entropy_where_labels_are_smoothed()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.tensor([0.3f, -1f, 2f, 0f, 0.5f, 0.1f], [2, 3]);
        var expected = torch.nn.functional.cross_entropy(logits, torch.tensor([2L, 0L]), label_smoothing: 0.1).item<float>();
        var loss = new LevelLoss(0.1, ClassWeights.None, [1, 1, 1]);
        Assert.Equal(expected, loss.Of(logits, [2, 0], loss.WeightOf([2, 0])).item<float>(), 1e-6f);
    }

    [Fact]
    public void Balanced_weights_let_a_level_of_few_weigh_as_much_as_one_of_many()
    {
        var loss = new LevelLoss(0, ClassWeights.Balanced, [30, 10, 0]);
        Assert.Equal(loss.WeightOf(Enumerable.Repeat(0, 30)), loss.WeightOf(Enumerable.Repeat(1, 10)), 1e-12);
        Assert.Equal(40, loss.WeightOf([.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 10)]), 1e-12);
    }

    [Fact]
    public void One_token_in_seven_is_masked_and_never_a_frame()
    {
        int[][] texts = [.. Enumerable.Range(0, 400).Select(_ => (int[])[2, .. Enumerable.Range(5, 50), 3])];
        var masked = MaskedTokens.Of(texts, maskId: 4, vocabularySize: 60, new SplitMix64(3));
        Assert.InRange(masked.Positions.Length / 20_000.0, 0.135, 0.165);
        Assert.All(masked.Positions.Zip(masked.Labels), one => Assert.Equal(texts[one.First / 52][one.First % 52], one.Second));
        Assert.All(masked.Texts, text => Assert.Equal((2, 3), (text.Windows[0][0], text.Windows[0][^1])));
        var maskIds = masked.Positions.Count(place => masked.Texts[(int)(place / 52)].Windows[0][place % 52] == 4);
        Assert.InRange(maskIds / (double)masked.Positions.Length, 0.76, 0.84);
    }

    [Fact]
    public void Further_pre_training_learns_to_fill_in_words_and_leaves_an_encoder_that_is_another()
    {
        using var scope = torch.NewDisposeScope();
        var options = BertDefaults.For("scratch:tiny") with { PretrainingEpochs = 8 };
        var texts = ShortAnswers.Make(150, 5).Select(text => text.Text).ToList();
        var vocabulary = WordPieceLearner.Learn(texts, 400, new(lowerCase: true), Cancellation);
        using var model = Model(vocabulary.Count);
        var start = new BertStart(model, new ResponseTokenizer(vocabulary));
        var before = Copy(model);
        var pretraining = new FurtherPretraining(start, options, seed: 1, new FitMeter(null, 1, 1), Cancellation);
        pretraining.Run([.. texts.Select(text => (TokenizedText)start.Tokenizer.Encode(text, 64))]);
        Assert.True(pretraining.Losses[^1] < pretraining.Losses[0] - 0.2, string.Join(' ', pretraining.Losses));
        var changed = Copy(model).Where(one => !one.Value.SequenceEqual(before[one.Key])).Select(one => one.Key).ToList();
        Assert.Contains("bert.encoder.layer.0.attention.self.query.weight", changed);
        Assert.DoesNotContain(changed, name => name.StartsWith("classifier", StringComparison.Ordinal) || name.Contains("pooler", StringComparison.Ordinal));
    }

    [Fact]
    public void An_ordinal_scorer_gives_real_valued_scores_whose_nearest_levels_are_its_levels()
    {
        var request = ShortAnswers.Request(240, 60, 200, dataSeed: 11);
        var held = ShortAnswers.Make(500, 11)[300..];
        var result = Fit(BertDefaults.For("scratch:tiny") with { Head = LevelHead.Ordinal }, request);
        Assert.All(result.Scores, score => Assert.Equal(score.Level, (int)Math.Round(score.Score!.Value, MidpointRounding.ToEven)));
        Assert.All(result.Scores, score => Assert.Equal(1, score.Probabilities.Sum(), 1e-4f));
        var exact = held.Zip(result.Scores).Average(pair => pair.First.Level == pair.Second.Level ? 1.0 : 0);
        var majority = held.CountBy(text => text.Level).Max(level => level.Value) / (double)held.Count;
        Assert.True(exact > majority + 0.2, $"accuracy {exact}, majority {majority}");
    }

    public static TheoryData<string> Recipes => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_option_gives_the_same_scores_again_and_others_than_without_it(string recipe)
    {
        var plain = BertDefaults.For("scratch:tiny") with { Epochs = 1, MaxTokens = 16 };
        var request = ShortAnswers.Request(48, 12, 12);
        var (once, again) = (Fit(All[recipe](plain), request), Fit(All[recipe](plain), request));
        Assert.Equal(once.Scores.SelectMany(score => score.Probabilities), again.Scores.SelectMany(score => score.Probabilities));
        Assert.NotEqual(Fit(plain, request).Scores.SelectMany(score => score.Probabilities), once.Scores.SelectMany(score => score.Probabilities));
    }

    private static readonly Dictionary<string, Func<BertOptions, BertOptions>> All = new()
    {
        ["tail"] = options => options with { LongTexts = LongTexts.Tail },
        ["headTail"] = options => options with { LongTexts = LongTexts.HeadTail },
        ["windows"] = options => options with { LongTexts = LongTexts.Windows },
        ["ordinal"] = options => options with { Head = LevelHead.Ordinal },
        ["mean"] = options => options with { Pooling = Pooling.Mean },
        ["max"] = options => options with { Pooling = Pooling.Max },
        ["layers"] = options => options with { Pooling = Pooling.Layers },
        ["regression"] = options => options with { Head = LevelHead.Regression },
        ["features"] = options => options with { Features = true },
        ["headRate"] = options => options with { HeadRate = 5 },
        ["layerDecay"] = options => options with { LayerDecay = 0.5 },
        ["frozenLayers"] = options => options with { FrozenLayers = 1 },
        ["labelSmoothing"] = options => options with { LabelSmoothing = 0.2 },
        ["takenEpoch"] = options => options with { TakenEpoch = TakenEpoch.Best },
        ["classWeights"] = options => options with { ClassWeights = ClassWeights.Balanced },
        ["pretraining"] = options => options with { PretrainingEpochs = 1 },
    };

    private static readonly string[] Names =
    [
        "classifier.weight", "bert.pooler.dense.bias", "bert.encoder.layer.3.output.dense.bias", "bert.encoder.layer.2.attention.self.key.weight",
        "bert.encoder.layer.0.output.LayerNorm.weight", "bert.embeddings.word_embeddings.weight",
    ];

    private static FitResult Fit(BertOptions options, FitRequest request) => new BertScorerEngine(options).Fit(request, null, Cancellation);

    private static string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(word => $"w{(char)('a' + word)}"));

    private static ResponseTokenizer Tokenizer() => new(new WordPieceVocabulary(
        [.. WordPieceVocabulary.Special, .. Enumerable.Range(0, 20).Select(word => $"w{(char)('a' + word)}")]));

    private static BertForSequenceClassification Model(int vocabulary = 20)
    {
        using var weights = new torch.Generator(1);
        var model = new BertForSequenceClassification(BertConfig.OfScratch(ScratchSize.Tiny, vocabulary), 4, new DropoutMasks(1));
        RandomWeights.Draw(model, weights);
        return model;
    }

    private static FineTuning Tuning(BertForSequenceClassification model, BertOptions options) =>
        new(model, options, [new LevelLoss(0, ClassWeights.None, [1, 1, 1, 1])], new SplitMix64(1), new(null, 1, 1), Cancellation);

    private static Dictionary<string, float[]> Copy(BertForSequenceClassification model) =>
        model.named_parameters().ToDictionary(one => one.name, one => one.parameter.data<float>().ToArray());
}
