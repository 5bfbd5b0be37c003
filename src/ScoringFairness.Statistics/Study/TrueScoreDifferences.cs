using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;

namespace ScoringFairness.Statistics.Study;

/// <summary>The difference of groups given the true score, where some responses were rated twice.</summary>
internal static class TrueScoreDifferences
{
    /// <param name="scope">The scope.</param>
    /// <param name="twice">Its responses rated twice.</param>
    /// <param name="students">The responses one by one, where students gave several.</param>
    public static IEnumerable<Figure> Of(Scope scope, DoubleRatings twice, StudentResponses? students)
    {
        foreach (var focal in scope.Focal)
        {
            yield return scope.OfContrast(
                new Figure
                {
                    Row = scope.RowOf(ConditionalMeasures.TrueScoreConditionalDifference, scope.Reference, focal) with
                    {
                        Denominators = new[] { scope.Reference, focal }.ToDictionary(group => $"ratedTwice.{scope.Groups[group]}", twice.Size),
                    },
                    Known = Estimated(scope, twice, focal, students),
                    OverItems = true,
                },
                scope.Reference, focal);
        }
    }

    private static Estimate Estimated(Scope scope, DoubleRatings twice, int focal, StudentResponses? students)
    {
        if (twice.Size(scope.Reference) + twice.Size(focal) is var both && both < ProportionalReduction.LeastRatedTwice)
        {
            return Estimate.Undefined(string.Create(CultureInfo.InvariantCulture,
                $"Fewer than {ProportionalReduction.LeastRatedTwice} responses of the two groups have two human ratings: how much raters err is not known."));
        }
        var model = TrueScoreConditionalDifference.Of(scope.Cube, twice, scope.Reference, focal);
        if (!model.HasTrueVariance)
        {
            return Estimate.Undefined("Within the groups, human ratings vary no more than two raters differ: there is no true score to condition on.");
        }
        var error = scope.Clustered && students is { Second: not null } ? Clustered(scope, model, focal, students) : model.StandardError;
        var half = Distributions.NormalCritical(scope.Options.Confidence) * error;
        return new Estimate
        {
            Value = model.Value,
            Low = model.Value - half,
            High = model.Value + half,
            StandardError = error,
            Method = "errorsInVariables",
            Test = error > 0 ? "z" : null,
            Statistic = error > 0 ? model.Value / error : double.NaN,
            PValue = error > 0 ? Distributions.NormalTwoSided(model.Value / error) : double.NaN,
            Note = string.Create(CultureInfo.InvariantCulture,
                $"Reliability of one human rating within groups {model.Reliability:0.00}; "
                + $"the machine gains {model.Slope:0.00} points by point of the true score."),
        };
    }

    /// <summary>The same standard error where the responses of one student go together.</summary>
    private static double Clustered(Scope scope, TrueScoreConditionalDifference model, int focal, StudentResponses students)
    {
        var sums = new Dictionary<int, double>();
        var machine = students.Machine[scope.Number!.Value];
        for (var at = 0; at < machine.Count; at++)
        {
            var (group, student) = (students.Group[at], students.Student[at]);
            if ((group == scope.Reference || group == focal) && !double.IsNaN(machine[at]) && (scope.Item is null || students.Item[at] == scope.Item))
            {
                sums[student] = sums.GetValueOrDefault(student) + model.Influence(
                    group == scope.Reference, scope.Cube.Scale.ScoreOf(students.Human[at]), students.Second![at], machine[at]);
            }
        }
        return Math.Sqrt(sums.Values.Sum(sum => sum * sum) * sums.Count / (sums.Count - 1.0));
    }
}
