using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>RSMTool's three regressions of the error on subgroups, of every experiment that lies in the folder.</summary>
public sealed class RsmToolRegressionTests
{
    public static TheoryData<string?> Experiments => RsmToolCase.All();

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Regressions_of_the_error_on_subgroups(string? name)
    {
        var experiment = RsmToolCase.Read(name);
        foreach (var attribute in experiment.Subgroups)
        {
            if (experiment.Expected($"fairness_metrics_by_{attribute}") is not { } metrics)
            {
                continue;
            }
            var rows = new RsmToolFigures(experiment, experiment.Prefix + "_trim", attribute).Rows!;
            (string, string)[] differences =
                [("osa", "Overall score accuracy"), ("osd", "Overall score difference"), ("csd", "Conditional score difference")];
            foreach (var (code, title) in differences)
            {
                var whole = rows.One(code, "item");
                Expect.Same(Table.Number(metrics["R2"][title]), whole.Value, $"{code} by {attribute}");
                Expect.SameP(Table.Number(metrics["sig"][title]), whole.PValue, $"p of {code} by {attribute}");
                Estimated(experiment.Expected($"estimates_{code}_by_{attribute}")!, rows, code, metrics["R2"]["base_category"]);
            }
        }
    }

    private static void Estimated(Table expected, IReadOnlyList<MeasureRow> rows, string code, string baseGroup)
    {
        Assert.Equal(expected.Rows.Count, rows.Count(row => row.Measure == code + "Coefficient" && row.Scorer == "machine"));
        foreach (var row in expected.Rows)
        {
            var isBase = row[""] == $"Intercept ({baseGroup})";
            var ours = rows.One(code + "Coefficient", "item", group: isBase ? baseGroup : row[""]);
            Assert.Equal(isBase, ours.Note!.StartsWith("Intercept", StringComparison.Ordinal));
            Expect.Same(Table.Number(row["estimate"]), ours.Value, $"{code} {row[""]}");
            Expect.Same(Table.Number(row["[0.025"]), ours.Low, $"{code} {row[""]} low");
            Expect.Same(Table.Number(row["0.975]"]), ours.High, $"{code} {row[""]} high");
            Expect.SameP(Table.Number(row["P>[t]"]), ours.PValue, $"{code} {row[""]} p");
        }
    }
}
