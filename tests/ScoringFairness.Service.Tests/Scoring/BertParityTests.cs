using System.Text.Json;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp;

namespace ScoringFairness.Service.Tests.Scoring;

public sealed class BertParityTests
{
    [Fact]
    public void Forward_pass_gives_the_oracle_s_figures()
    {
        using var oracle = new BertOracle();
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        oracle.Model.eval();
        var batch = oracle.Batch();

        var (hidden, pooled) = oracle.Model.bert.call(batch.Ids, batch.Mask);
        var logits = oracle.Model.call(batch.Ids, batch.Mask);

        BertOracle.Same(oracle.Matrix("last_hidden_state_row0"), hidden[0], 1e-5);
        BertOracle.Same(oracle.Matrix("last_hidden_state_row2_first3"), hidden[2].narrow(0, 0, 3), 1e-5);
        BertOracle.Same(oracle.Matrix("pooled"), pooled, 1e-5);
        BertOracle.Same(oracle.Matrix("logits"), logits, 1e-5);
        BertOracle.Same(oracle.Matrix("probabilities"), logits.softmax(-1), 1e-5);
    }

    [Fact]
    public void Five_training_steps_give_the_oracle_s_losses_norms_and_logits()
    {
        using var oracle = new BertOracle();
        using var scope = torch.NewDisposeScope();
        var options = new BertOptions { WeightDecay = 0.01, MaximumGradientNorm = 1 };
        var tuning = new FineTuning(
            oracle.Model, options, SplitMix64.Of(0, FitStream.Order), new(null, 1, 1), TestContext.Current.CancellationToken);
        var texts = oracle.Texts.Zip(oracle.Levels, (ids, level) => new LabelledTokens(ids, level)).ToList();
        var training = oracle.Expected.GetProperty("training");
        var losses = Figures(training, "loss_before_step");
        var norms = Figures(training, "gradient_norm_before_clip");

        oracle.Model.train();
        for (var step = 0; step < 5; step++)
        {
            Assert.Equal(losses[step], tuning.Step(texts, 1e-3).Loss, 1e-4);
            Assert.Equal(norms[step], tuning.LastGradientNorm, 1e-4);
        }

        oracle.Model.eval();
        using var noGradient = torch.no_grad();
        var batch = oracle.Batch();
        BertOracle.Same(
            BertOracle.Matrix(training.GetProperty("logits_after_5_steps")), oracle.Model.call(batch.Ids, batch.Mask), 1e-4);
    }

    [Fact]
    public void Parameters_have_the_names_and_the_number_of_the_checkpoint_s_tensors()
    {
        using var oracle = new BertOracle();
        using var file = SafetensorsFile.Open(Path.Combine(oracle.Folder, "model.safetensors"));
        Assert.Equal(
            file.Entries.Select(e => e.Name).Order(StringComparer.Ordinal),
            BertTensors.Of(oracle.Model).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Texts_are_scored_alike_alone_and_in_a_padded_batch()
    {
        using var oracle = new BertOracle();
        var scoring = new ScoringPass(oracle.Model, oracle.Checkpoint.Config.PadTokenId);
        var cancellation = TestContext.Current.CancellationToken;
        var together = scoring.LogProbabilities(oracle.Texts, _ => { }, cancellation);
        for (var i = 0; i < oracle.Texts.Count; i++)
        {
            var alone = scoring.LogProbabilities([oracle.Texts[i]], _ => { }, cancellation)[0];
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    private static double[] Figures(JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
}
