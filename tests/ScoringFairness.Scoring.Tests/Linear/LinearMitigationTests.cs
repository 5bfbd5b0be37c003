using ScoringFairness.Scoring.Linear;

namespace ScoringFairness.Scoring.Tests.Linear;

/// <summary>Mitigations of the linear scorer on answers with a planted cause of a gap.</summary>
public sealed class LinearMitigationTests
{
    private static readonly List<LabelledText> Training = PlantedGap.Make(900, 1);
    private static readonly List<LabelledText> Held = PlantedGap.Make(3000, 2);
    private static readonly Lazy<double> Twin = new(() => Gap(null));

    [Fact]
    public void What_groups_have_in_words_is_learnt_as_quality_and_reweighing_and_a_penalty_take_it_away_but_equal_groups_do_not()
    {
        Assert.True(Twin.Value > 0.3, $"planted {Twin.Value}");
        var (balanced, reweighed, penalised) = (
            Gap(new(MitigationArm.Balanced)), Gap(new(MitigationArm.Reweighed)), Gap(new(MitigationArm.Penalised, 100)));
        Assert.True(Math.Abs(reweighed) < Twin.Value / 4, $"reweighed {reweighed} of {Twin.Value}");
        Assert.True(Math.Abs(penalised) < Twin.Value / 4, $"penalised {penalised} of {Twin.Value}");
        Assert.True(balanced > Twin.Value / 2, $"balanced {balanced} of {Twin.Value}");
    }

    [Fact]
    public void A_stronger_penalty_leaves_less_of_the_gap()
    {
        double[] gaps = [Twin.Value, .. new[] { 0.1, 1, 100 }.Select(strength => Gap(new(MitigationArm.Penalised, strength)))];
        Assert.All(gaps.Zip(gaps.Skip(1)), pair => Assert.True(pair.Second < pair.First, string.Join(", ", gaps)));
    }

    [Fact]
    public void Where_nothing_is_planted_no_mitigation_makes_a_gap()
    {
        var held = PlantedGap.Make(3000, 4, planted: false);
        var training = PlantedGap.Make(1800, 3, planted: false);
        foreach (var mitigation in new Mitigation?[] { null, new(MitigationArm.Balanced), new(MitigationArm.Reweighed), new(MitigationArm.Penalised, 100) })
        {
            var gap = PlantedGap.Of(held, Expected(training, held, mitigation));
            Assert.True(Math.Abs(gap) < 0.1, $"{mitigation?.Arm}: {gap}");
        }
    }

    [Fact]
    public void Without_groups_among_its_responses_a_mitigation_changes_nothing()
    {
        List<LabelledText> unknown = [.. Training.Select(text => text with { Group = null })];
        var twin = Expected(unknown, Held, null);
        foreach (var arm in Enum.GetValues<MitigationArm>()) Assert.Equal(twin, Expected(unknown, Held, new(arm, 1)));
    }

    [Fact]
    public void Weights_make_group_and_level_independent_and_groups_equal()
    {
        var weights = GroupWeights.Of(new(MitigationArm.Reweighed), Training)!;
        var cells = Training.Zip(weights).GroupBy(one => (one.First.Group, one.First.Level))
            .ToDictionary(cell => cell.Key, cell => cell.Sum(one => one.Second));
        foreach (var ((group, level), weight) in cells)
        {
            var independent = Training.Count(text => text.Group == group) * (double)Training.Count(text => text.Level == level) / Training.Count;
            Assert.Equal(independent, weight, 1e-9);
        }
        var balanced = GroupWeights.Of(new(MitigationArm.Balanced), Training)!;
        Assert.Equal(450, Training.Zip(balanced).Where(one => one.First.Group == 1).Sum(one => one.Second), 1e-9);
    }

    private static double Gap(Mitigation? mitigation) => PlantedGap.Of(Held, Expected(Training, Held, mitigation));

    private static List<double> Expected(IReadOnlyList<LabelledText> training, IReadOnlyList<LabelledText> held, Mitigation? mitigation) =>
    [
        .. new LinearScorerEngine().Fit(
            new()
            {
                Training = training,
                Validation = [],
                Responses = [.. held.Select(text => text.Text)],
                LevelCount = 4,
                Seed = 7,
                Mitigation = mitigation,
            },
            null, TestContext.Current.CancellationToken).Scores.Select(score => score.Expected!.Value),
    ];
}
