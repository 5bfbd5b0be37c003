using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Study;

/// <summary>A scorer beside the one that taught it, and beside itself without a teacher.</summary>
public sealed class DistillationEffectTests
{
    private static readonly ScoreScale Scale = new(0, 3, 1);

    [Fact]
    public void A_gap_that_the_teacher_has_and_its_student_took_over_stands_against_the_control_and_not_against_the_teacher()
    {
        var random = new Random(4);
        ScoredRow[] control = [.. Enumerable.Range(0, 800).Select(at =>
        {
            var human = random.Next(4);
            return new ScoredRow("one", at % 2 == 0 ? "a" : "b", human, 0.5 * human + 0.75 + 0.3 * Normal(random));
        })];
        ScoredRow[] teacher = [.. control.Select(row => row with { Machine = row.Machine + (row.Group == "a" ? 0.4 : 0) + 0.1 * Normal(random) })];
        ScoredRow[] student = [.. control.Select(row => row with { Machine = row.Machine + (row.Group == "a" ? 0.4 : 0) + 0.1 * Normal(random) })];
        var (one, rows) = (student.ToData(Scale, "a", "b"), (ScoredRow[][])[student, teacher, control]);
        var told = StudyEvaluation.Evaluate(
            new EvaluationData
            {
                Groups = one.Groups,
                Items = one.Items,
                Scorers = [new("student", "mixed"), new("teacher", "mixed"), new("control", "mixed")],
                Cubes = [.. rows.Select(scores => scores.ToData(Scale, "a", "b").Cubes[0])],
                Distilled = [new TwinScorers(0, 1), new TwinScorers(0, 2)],
                PairedResponses = student.ToResponses(one, rows),
            },
            new EvaluationOptions { Reference = "a", Focal = ["b"], BootstrapDraws = 300, Permutations = 20, Seed = 5 }, TestContext.Current.CancellationToken);
        var effects = told.Where(row => row.Measure == "distillationEffect").ToList();
        Assert.Equal(2 * 5, effects.Count);
        Assert.DoesNotContain(told, row => row.Measure == "mitigationEffect");
        Assert.All(effects, effect =>
        {
            Assert.Equal("student", effect.Scorer);
            Assert.Equal(Main("student") - Main(effect.ComparedWith!), effect.Value!.Value, 1e-12);

            double Main(string scorer) => told.Single(row =>
                row.Measure == effect.OfMeasure && row.Scorer == scorer && row.Group is null && row.IsMain()).Value!.Value;
        });
        var (fromTeacher, fromControl) = (Gap("teacher"), Gap("control"));
        Assert.True(fromTeacher.Low < 0 && fromTeacher.High > 0, $"{fromTeacher.Low} to {fromTeacher.High}");
        Assert.True(fromControl.Low < 0.4 && fromControl.High > 0.4 && fromControl.Low > 0.3, $"{fromControl.Low} to {fromControl.High}");

        MeasureRow Gap(string other) =>
            effects.Single(row => row.OfMeasure == ConditionalMeasures.ConditionalMeanScoreDifference.Code && row.ComparedWith == other);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
