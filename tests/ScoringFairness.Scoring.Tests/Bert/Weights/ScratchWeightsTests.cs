using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Bert.Weights;

/// <summary>Random weights that see the text from the first step.</summary>
public sealed class ScratchWeightsTests
{
    private const int Vocabulary = 300;

    [Theory]
    [InlineData("Tiny")]
    [InlineData("Mini")]
    public void What_the_classifier_sees_of_two_texts_differs_by_their_words_which_it_did_not_with_the_weights_of_wide_models(string name)
    {
        var size = Enum.Parse<ScratchSize>(name);
        var (seen, before) = (Difference(size, ScratchWeights.Draw), Difference(size, RandomWeights.Draw));
        Assert.True(seen > 0.1, $"{seen} of its length");
        Assert.True(before < 0.2 * seen, $"{before} of its length, {seen}");
    }

    [Fact]
    public void Neighbouring_levels_begin_more_alike_than_the_ends_of_the_scale()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model(ScratchSize.Tiny, ScratchWeights.Draw);
        var rows = model.classifier.weight;
        double Between(int a, int b) => (rows[a] - rows[b]).norm().item<float>();
        Assert.True(Between(0, 8) > 2 * Enumerable.Range(0, 8).Average(level => Between(level, level + 1)), $"{Between(0, 8)}");
        Assert.True(rows.sum([0L]).norm().item<float>() < 1e-4 * rows.norm().item<float>());
    }

    [Fact]
    public void Some_hundreds_of_short_answers_teach_in_two_passes_what_the_weights_of_wide_models_have_not_begun_to_learn()
    {
        var (learnt, before) = (Accuracy(ScratchWeights.Draw), Accuracy(RandomWeights.Draw));
        Assert.True(learnt > 0.65 && learnt > before + 0.15, $"{learnt}, {before}");
    }

    /// <summary>Accuracy on 300 answers after two passes over 240 others.</summary>
    private static double Accuracy(Action<BertForSequenceClassification, torch.Generator> draw)
    {
        using var scope = torch.NewDisposeScope();
        var texts = ShortAnswers.Make(540, 21, words: 40);
        var cancellation = TestContext.Current.CancellationToken;
        var tokenizer = new ResponseTokenizer(
            WordPieceLearner.Learn(texts.Take(240).Select(text => text.Text), Vocabulary, new(lowerCase: true), cancellation));
        var encoded = texts.ConvertAll(text => new LabelledTokens(tokenizer.Encode(text.Text, 128), text.Level));
        using var model = Model(ScratchSize.Tiny, draw, levels: 4);
        var tuning = new FineTuning(
            model, BertDefaults.For("scratch:tiny") with { Epochs = 2 }, [new LevelLoss(0, ClassWeights.None, [1, 1, 1, 1])],
            new SplitMix64(1), new(null, 2, 1), cancellation);
        tuning.Run(encoded[..240], encoded[240..]);
        return tuning.Epochs[^1].ValidationAccuracy!.Value;
    }

    /// <summary>How far [CLS] of two texts of different words lies apart, as a share of its length.</summary>
    private static double Difference(ScratchSize size, Action<BertForSequenceClassification, torch.Generator> draw)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var model = Model(size, draw);
        model.eval();
        var batch = TokenBatch.Of([Text(10), Text(150)], 0, TorchDevice.Cpu);
        var first = model.bert.call(batch.Ids, batch.Mask).Item1.select(1, 0);
        return (first[0] - first[1]).norm().item<float>() / first[0].norm().item<float>();

        static int[] Text(int from) => [2, .. Enumerable.Range(from, 40), 3];
    }

    private static BertForSequenceClassification Model(ScratchSize size, Action<BertForSequenceClassification, torch.Generator> draw, int levels = 9)
    {
        using var generator = new torch.Generator(4);
        var model = new BertForSequenceClassification(BertConfig.OfScratch(size, Vocabulary), levels, new DropoutMasks(1));
        draw(model, generator);
        return model;
    }
}
