using System.Reflection;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Catalogue;

/// <summary>The catalogue and what a study computes are one and the same.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Every_code_of_a_study_has_an_entry_and_every_entry_is_computed_in_some_study()
    {
        var emitted = FullStudies.All.SelectMany(rows => rows).Select(row => row.Measure).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(MeasureCatalogue.All.Select(measure => measure.Code).Order(StringComparer.Ordinal), emitted);
    }

    [Fact]
    public void Every_declared_measure_stands_in_the_catalogue()
    {
        var declared = typeof(Measure).Assembly.GetTypes().SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(property => property.PropertyType == typeof(Measure)).Select(property => (Measure)property.GetValue(null)!).ToList();
        Assert.NotEmpty(declared);
        Assert.All(declared, measure => Assert.Same(measure, MeasureCatalogue.Of(measure.Code)));
    }

    [Fact]
    public void An_entry_without_a_suppression_rule_does_not_compile() =>
        Assert.Contains(
            typeof(Measure).GetProperty(nameof(Measure.Cells))!.GetCustomAttributes(), one => one.GetType().Name == "RequiredMemberAttribute");

    [Fact]
    public void A_measure_whose_rows_count_responses_at_a_level_says_so()
    {
        var told = FullStudies.All.SelectMany(rows => rows).Where(row => row.Level is not null && row.Denominators is { } counts && HasParts(row, counts))
            .Select(row => row.Measure).Distinct();
        Assert.All(told, code => Assert.True(MeasureCatalogue.Of(code).Cells.HasFlag(CellCounts.ByDenominators), code));

        // A denominator that is not the size of a whole group, nor of all, is of a part that some human score makes.
        static bool HasParts(MeasureRow row, IReadOnlyDictionary<string, long> counts) =>
            counts.Values.Any(count => count != row.N && !row.NByGroup.Values.Contains(count));
    }

    [Fact]
    public void Verdicts_are_taken_of_judged_measures_alone_and_of_each()
    {
        var judged = FullStudies.All.SelectMany(rows => rows).Where(row => row.Verdict is not null).Select(row => row.Measure).Distinct();
        Assert.Equal(
            MeasureCatalogue.All.Where(measure => measure.Tolerance is not null || measure.Minimum is not null)
                .Select(measure => measure.Code).Order(StringComparer.Ordinal),
            judged.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_unsigned_contrast_is_never_negative_and_a_signed_one_is_somewhere()
    {
        var contrasts = FullStudies.All.SelectMany(rows => rows)
            .Where(row => row is { Value: not null, ComparedWith: null, Contrast: not (null or RowCodes.LargestContrast) })
            .GroupBy(row => MeasureCatalogue.Of(row.Measure)).ToList();
        Assert.All(contrasts.Where(rows => !rows.Key.IsSigned), rows => Assert.All(rows, row => Assert.True(row.Value >= 0, row.Measure)));
        Assert.All(contrasts.Where(rows => rows.Key.IsSigned), rows => Assert.Contains(rows, row => row.Value < 0));
    }

    [Fact]
    public void The_three_questions_have_one_measure_each_with_a_tolerance()
    {
        Assert.Equal(["bias", "disparity", "fairness"], MeasureCatalogue.Primary.Select(measure => measure.Question.Code));
        Assert.All(MeasureCatalogue.Primary, measure => Assert.NotNull(measure.Tolerance));
    }

    [Fact]
    public void A_main_row_is_one_of_each_scorer_scope_and_contrast()
    {
        var rows = FullStudies.All.SelectMany((rows, study) => rows.Where(row => row.IsMain()).Select(row => (study, row))).ToList();
        Assert.All(
            rows.GroupBy(one => (one.study, one.row.Measure, one.row.Scorer, one.row.Split, one.row.ItemId, one.row.Over, one.row.Group, one.row.Contrast)),
            same => Assert.Single(same));
        Assert.Superset(MeasureCatalogue.Primary.Select(measure => measure.Code).ToHashSet(), rows.Select(one => one.row.Measure).ToHashSet());
    }
}
