using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Parity;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Parity;

public sealed class BertParityTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Forward_pass_and_five_training_steps_give_the_oracle_s_figures()
    {
        var differences = BertParity.Measure(Oracle, TorchDevice.Cpu, Cancellation);
        Assert.InRange(differences.Forward, 0, 1e-5);
        Assert.InRange(differences.Training, 0, 1e-4);
        Assert.True(differences.Holds);
    }

    [Theory]
    [InlineData("last_hidden_state_row0")]
    [InlineData("last_hidden_state_row2_first3")]
    [InlineData("pooled")]
    [InlineData("logits")]
    [InlineData("probabilities")]
    public void Every_figure_of_the_forward_pass_counts(string figure)
    {
        using var folder = Altered(expected => Shift(expected[figure]!.AsArray()[^1]!.AsArray(), 2e-4));
        var differences = BertParity.Measure(folder.Path, TorchDevice.Cpu, Cancellation);
        Assert.InRange(differences.Forward, 1.9e-4, 2.1e-4);
        Assert.False(differences.Holds);
    }

    [Theory]
    [InlineData("loss_before_step")]
    [InlineData("gradient_norm_before_clip")]
    [InlineData("logits_after_5_steps")]
    public void Every_figure_of_the_training_counts(string figure)
    {
        using var folder = Altered(expected =>
        {
            var figures = expected["training"]![figure]!.AsArray();
            Shift(figures[^1] as JsonArray ?? figures, 2e-3);
        });
        var differences = BertParity.Measure(folder.Path, TorchDevice.Cpu, Cancellation);
        Assert.InRange(differences.Training, 1.9e-3, 2.1e-3);
        Assert.False(differences.Holds);
    }

    [Theory]
    [InlineData("input_ids", null)]
    [InlineData("labels", "[0]")]
    [InlineData("labels", "[0, 1, 2, 4]")]
    [InlineData("attention_mask", "[[0]]")]
    [InlineData("logits", "[[1, 2]]")]
    [InlineData("logits", "7")]
    [InlineData("training", null)]
    public void A_folder_of_another_form_is_refused(string property, string? value)
    {
        using var folder = Altered(expected => expected[property] = value is null ? null : JsonNode.Parse(value));
        var refused = Assert.Throws<CheckpointException>(() => BertParity.Measure(folder.Path, TorchDevice.Cpu, Cancellation));
        Assert.Contains("expected.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_have_the_names_and_the_number_of_the_checkpoint_s_tensors()
    {
        using var parity = new ParityFolder(Oracle, TorchDevice.Cpu);
        using var file = SafetensorsFile.Open(Path.Combine(Oracle, "model.safetensors"));
        Assert.Equal(
            file.Entries.Select(e => e.Name).Order(StringComparer.Ordinal),
            BertTensors.Of(parity.Model).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Texts_are_scored_alike_alone_and_in_a_padded_batch()
    {
        using var parity = new ParityFolder(Oracle, TorchDevice.Cpu);
        var scoring = new ScoringPass(parity.Model, parity.Checkpoint.Config.PadTokenId);
        var together = scoring.Outputs([.. parity.Texts], _ => { }, Cancellation);
        for (var i = 0; i < parity.Texts.Count; i++)
        {
            var alone = scoring.Outputs([parity.Texts[i]], _ => { }, Cancellation)[0];
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    private static string Oracle => SharedFolder.Path("oracles", "bert-tiny");

    private static void Shift(JsonArray figures, double by) => figures[^1] = (double)figures[^1]! + by;

    private static TemporaryFolder Altered(Action<JsonNode> change)
    {
        var folder = TemporaryFolder.CopyOf(Oracle);
        var path = Path.Combine(folder.Path, "expected.json");
        var expected = JsonNode.Parse(File.ReadAllText(path))!;
        change(expected);
        File.WriteAllText(path, expected.ToJsonString());
        return folder;
    }
}
