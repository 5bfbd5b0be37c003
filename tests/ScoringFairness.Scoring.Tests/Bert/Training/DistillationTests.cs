using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Tests.Bert.Training;

/// <summary>Scorers that train on what another says, and cuts of checkpoints.</summary>
public sealed class DistillationTests
{
    private const double Planted = 1;
    private static readonly List<LabelledText> Training = PlantedGap.Make(300, 1, planted: false);
    private static readonly List<LabelledText> Held = PlantedGap.Make(300, 2, planted: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(4, 0.7)]
    [InlineData(2, 1)]
    public void The_loss_is_cross_entropy_and_torch_s_divergence_of_softened_levels_in_their_shares(double temperature, double weight)
    {
        using var scope = NewDisposeScope();
        var student = tensor([0.3f, -1f, 2f, 0f, 0.5f, 0.1f], [2, 3]);
        var teacher = tensor([1.5f, 0.2f, -0.4f, 0.9f, 0.9f, -2f], [2, 3]);
        float[][] told = [.. teacher.softmax(-1).data<float>().ToArray().Chunk(3)];
        var human = nn.functional.cross_entropy(student, tensor([2L, 0L])).item<float>();
        var soft = nn.functional.kl_div(
            (student / temperature).log_softmax(-1), (teacher / temperature).softmax(-1), log_target: false, reduction: nn.Reduction.Sum).item<float>() / 2;
        var loss = new LevelLoss(0, ClassWeights.None, [1, 1, 1], LevelHead.Classification, new Distillation(temperature, weight));
        var own = loss.Of(student, [2, 0], loss.WeightOf([2, 0]), teachers: [.. told.Select(row => new TeacherScore(row, 0))]).item<float>();
        Assert.Equal((1 - weight) * human + weight * temperature * temperature * soft, own, 1e-5);
        // Where the teacher says nothing, the human level counts whole.
        Assert.Equal(human, loss.Of(student, [2, 0], loss.WeightOf([2, 0]), teachers: [null, new TeacherScore([], 1)]).item<float>(), 1e-6);
    }

    [Fact]
    public void A_number_is_drawn_to_both_in_their_shares()
    {
        using var scope = NewDisposeScope();
        const double Weight = 0.3;
        int[] counts = [10, 10, 10, 10];
        var (loss, plain) = (new RegressionLoss(ClassWeights.None, counts, new Distillation(1, Weight)), new RegressionLoss(ClassWeights.None, counts));
        var teacher = new TeacherScore([], 2.6);
        var human = Gradient(output => plain.Of(output, [1], 1));
        var taught = Gradient(output => plain.Of(output, [1], 1, shifts: [(2.6 - 1) / Math.Sqrt(plain.Unit)]));
        Assert.Equal((1 - Weight) * human + Weight * taught, Gradient(output => loss.Of(output, [1], 1, teachers: [teacher])), 1e-5);

        static double Gradient(Func<Tensor, Tensor> of)
        {
            var output = tensor([0.4f], [1, 1], requires_grad: true);
            of(output).backward();
            return output.grad!.item<float>();
        }
    }

    [Theory]
    [InlineData(LevelHead.Classification, 6)]
    [InlineData(LevelHead.Regression, 2)]
    public void A_student_takes_over_a_gap_that_only_its_teacher_has_and_its_control_has_none(LevelHead head, int epochs)
    {
        var options = BertDefaults.For("scratch:tiny") with { MaxTokens = 24, Epochs = epochs, Head = head };
        var (control, half, whole) = (Gap(options, null), Gap(options, 0.5), Gap(options, 1));
        Assert.InRange(control, -0.15, 0.15);
        Assert.True(whole > 0.3 * Planted, $"whole {whole}, control {control}");
        Assert.True(half > control + 0.1 && half < whole, $"half {half}, whole {whole}, control {control}");
    }

    [Fact]
    public void A_teacher_without_probabilities_leaves_a_student_of_levels_as_it_was_and_that_is_said()
    {
        var options = BertDefaults.For("scratch:tiny") with { MaxTokens = 24, Epochs = 1 };
        var taught = Fit(options, new(2, 1), text => new TeacherScore([], text.Level), 80, 40);
        var alone = Fit(options, null, _ => null, 80, 40);
        Assert.Equal(alone.Scores.SelectMany(score => score.Probabilities), taught.Scores.SelectMany(score => score.Probabilities));
        Assert.Contains(taught.Notes, note => note.Contains("all training responses the teacher says nothing", StringComparison.Ordinal));
        Assert.DoesNotContain(alone.Notes, note => note.Contains("teacher", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_lesson_makes_another_fit_of_a_kept_state()
    {
        var options = BertDefaults.For("scratch:tiny");
        string Of(double place, double weight) =>
            ResumePoint.FitOf(options, [Request(new(2, weight), _ => new TeacherScore([0.5f, 0.5f, 0, 0], place), 20, 5)], "");
        Assert.Equal(Of(1, 0.5), Of(1, 0.5));
        Assert.Equal(3, new[] { Of(1, 0.5), Of(1.5, 0.5), Of(1, 0.6) }.Distinct().Count());
    }

    [Fact]
    public void A_cut_gives_after_its_last_layer_what_the_whole_gives_after_that_one()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var whole = new PackagedCheckpoint(PackagedEncoder.All[0]);
        var cut = new CutCheckpoint(whole, 2, "package");
        Assert.Equal((2, 6), (cut.Config.NumHiddenLayers, whole.Config.NumHiddenLayers));
        Assert.NotEqual(whole.Identity, cut.Identity);
        var ids = tensor([101L, 2023, 2003, 2307, 102], [1, 5]);
        Tensor[] States(Checkpoint checkpoint)
        {
            var model = new BertForSequenceClassification(checkpoint.Config, 2, new DropoutMasks(1));
            checkpoint.Load(model, classifier: false);
            model.eval();
            return [.. model.bert.encoder.States(model.bert.embeddings.call(ids), mask: null)];
        }
        var (short_, long_) = (States(cut), States(whole));
        Assert.Equal(2, short_.Length);
        Assert.True(allclose(short_[1], long_[1], 1e-6, 1e-6));
        Assert.Contains("has 6 layers", Assert.Throws<CheckpointException>(() => new CutCheckpoint(whole, 7, "package")).Message, StringComparison.Ordinal);
    }

    /// <summary>The gap at equal human score of a student whose teacher gives the reference group a level more than humans did.</summary>
    private static double Gap(BertOptions options, double? weight)
    {
        var result = Fit(options, weight is { } share ? new(1, share) : null, Biased, 300, 300);
        return PlantedGap.Of(Held[..300], [.. result.Scores.Select(score => score.Expected ?? score.Score!.Value)]);
    }

    private static TeacherScore Biased(LabelledText text)
    {
        var place = text.Level + (text.Group == 0 ? Planted : 0);
        var probabilities = new float[4];
        probabilities[Math.Min(3, (int)place)] = 1;
        return new(probabilities, place);
    }

    private static FitResult Fit(BertOptions options, Distillation? distillation, Func<LabelledText, TeacherScore?> teacher, int training, int held) =>
        new BertScorerEngine(options).Fit(Request(distillation, teacher, training, held), null, Cancellation);

    private static FitRequest Request(Distillation? distillation, Func<LabelledText, TeacherScore?> teacher, int training, int held)
    {
        List<LabelledText> texts = [.. Training[..training].Select(text => text with { Group = null, Teacher = distillation is null ? null : teacher(text) })];
        return new()
        {
            Training = texts[..(training * 4 / 5)],
            Validation = texts[(training * 4 / 5)..],
            Responses = [.. Held[..held].Select(text => text.Text)],
            LevelCount = 4,
            Seed = 7,
            Distillation = distillation,
        };
    }
}
