using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Study;

public sealed class HolmFamiliesTests
{
    [Fact]
    public void A_family_spans_groups_where_that_is_asked_for()
    {
        MeasureRow[] rows =
        [
            Row("a-b", 0.01), Row("a-c", 0.03), Row("a-d", 0.04), Row("largest", 0.02), Row(null, 0.05), Row("a-b", 0.001, "other"),
        ];
        Assert.Equal([0.02, 0.06, 0.08, 0.04, 0.1, 0.001], Adjusted([.. rows, .. rows.Where(row => row.Measure != "other").Select(Other)], false)[..6]);
        // Three contrasts of one measure and scorer, 3 · .01, 2 · .03, and .04 not below that.
        Assert.Equal([0.03, 0.06, 0.06, 0.02, 0.05, 0.001], Adjusted(rows, true));

        static MeasureRow Other(MeasureRow row) => row with { Scorer = "second", PValue = 1 };
    }

    private static double[] Adjusted(IReadOnlyList<MeasureRow> rows, bool overGroups) =>
        [.. HolmFamilies.Adjust(rows, overGroups).Select(row => Math.Round(row.PAdjusted!.Value, 10))];

    private static MeasureRow Row(string? contrast, double p, string measure = "accuracyDifference") =>
        new() { Measure = measure, Scorer = "first", Contrast = contrast, PValue = p, N = 100 };
}
