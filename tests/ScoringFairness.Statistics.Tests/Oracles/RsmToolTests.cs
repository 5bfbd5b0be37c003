using System.Globalization;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>The tables of RSMTool's own experiments, every one that lies in the folder, reproduced from their rows.</summary>
public sealed class RsmToolTests
{
    // Ends of the observed range, and the number of rater columns, are no measures of ours.
    private static readonly HashSet<string> NotMeasures =
        ["", "h_min", "h_max", "sys_min", "sys_max", "h1_min", "h1_max", "h2_min", "h2_max", "N raters", "mean_absolute_error"];

    public static TheoryData<string?> Experiments => RsmToolCase.All();

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Machine_against_human_by_type_of_score(string? name)
    {
        var experiment = RsmToolCase.Read(name);
        foreach (var expected in experiment.Expected("eval")!.Rows)
        {
            var figures = new RsmToolFigures(experiment, expected[""]);
            foreach (var (column, cell) in Measures(expected, column => IsCovered(column, expected[""], figures)))
            {
                Expect.Same(Table.Number(cell), figures.Machine(column, null), $"eval {expected[""]} {column}");
            }
        }
        var brief = Assert.Single(experiment.Expected("eval_short")!.Rows);
        foreach (var (column, type, cell) in Typed(brief, experiment))
        {
            var figures = new RsmToolFigures(experiment, type);
            if (IsCovered(column, type, figures))
            {
                Expect.Same(Table.Number(cell), figures.Machine(column, null), $"eval_short {column} {type}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Machine_against_human_by_subgroup(string? name)
    {
        var experiment = RsmToolCase.Read(name);
        foreach (var attribute in experiment.Subgroups)
        {
            var figures = new[] { "_trim", "_trim_round" }.ToDictionary(
                type => experiment.Prefix + type, type => new RsmToolFigures(experiment, experiment.Prefix + type, attribute));
            var expected = experiment.Expected($"eval_by_{attribute}")!;
            Assert.Equal(figures.Values.First().Groups.Append(RsmToolCase.AllData).Order(), expected.Rows.Select(row => row[""]).Order());
            foreach (var row in expected.Rows)
            {
                foreach (var (column, type, cell) in Typed(row, experiment).Where(one => IsCovered(one.Column, one.Type, figures[one.Type])))
                {
                    Expect.Same(
                        Table.Number(cell), figures[type].Machine(column, RsmToolCase.Group(row[""])),
                        $"eval_by_{attribute} {row[""]} {column} {type}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Second_human_against_first_and_how_far_the_machine_falls_behind(string? name)
    {
        var experiment = RsmToolCase.Read(name);
        Assert.Equal(experiment.Expected("consistency") is not null, experiment.IsDoubleScored);
        foreach (var attribute in experiment.IsDoubleScored ? experiment.Subgroups.Prepend(null) : [])
        {
            var figures = new RsmToolFigures(experiment, experiment.Prefix + "_trim", attribute);
            var table = attribute is null ? "consistency" : $"consistency_by_{attribute}";
            foreach (var row in experiment.Expected(table)!.Rows)
            {
                foreach (var (column, cell) in Measures(row, column => IsCovered(column, "_round", figures)))
                {
                    Expect.Same(Table.Number(cell), figures.Raters(column, RsmToolCase.Group(row[""])), $"{table} {row[""]} {column}");
                }
            }
            foreach (var row in experiment.Expected(table.Replace("consistency", "disattenuated_correlations", StringComparison.Ordinal))!.Rows)
            {
                var machine = attribute is null ? new RsmToolFigures(experiment, row[""]) : figures;
                var (group, what) = (attribute is null ? null : RsmToolCase.Group(row[""]), $"disattenuated {attribute} {row[""]}");
                var (humanMachine, humanHuman) = (machine.Machine("corr", group), figures.Raters("corr", group));
                Expect.Same(Table.Number(row["corr_HM"]), humanMachine, what);
                Expect.Same(Table.Number(row["corr_HH"]), humanHuman, what);
                Expect.Same(Table.Number(row["corr_disattenuated"]), humanMachine / Math.Sqrt(humanHuman ?? double.NaN), what);
            }
        }
        foreach (var row in experiment.Expected("degradation")?.Rows ?? [])
        {
            var figures = new RsmToolFigures(experiment, row[""]);
            foreach (var (column, cell) in Measures(row, column => IsCovered(column, row[""], figures)))
            {
                Expect.Same(Table.Number(cell), figures.Degradation(column), $"degradation {row[""]} {column}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Confusion_of_rounded_scores_and_their_shares(string? name)
    {
        var experiment = RsmToolCase.Read(name);
        var figures = new RsmToolFigures(experiment, experiment.Prefix + "_trim_round");
        Confused(experiment.Expected("confMatrix")!, figures.Rounded);
        if (experiment.Expected("confMatrix_h1h2") is { } raters)
        {
            Confused(raters, figures.RoundedRaters);
        }
        var machineColumn = "sys_" + experiment.Prefix;
        foreach (var row in experiment.Expected("score_dist")!.Rows)
        {
            var level = figures.Scale.LevelOf(Table.Number(row["score"])!.Value)!.Value;
            var human = 100.0 * figures.Rounded.AtHuman(0, level) / figures.Rounded.Total;
            var machine = 100.0 * figures.Rounded.AtMachine(0, level) / figures.Rounded.Total;
            Expect.Same(Table.Number(row["human"]), human, "score_dist human");
            Expect.Same(Table.Number(row[machineColumn]), machine, "score_dist machine");
            Expect.Same(Table.Number(row["difference"]), machine - human, "score_dist difference");
        }
    }

    private static void Confused(Table expected, CountCube cube)
    {
        var total = 0L;
        foreach (var row in expected.Rows)
        {
            foreach (var (machine, cell) in row.Where(cell => cell.Key.Length > 0))
            {
                var count = cube[0, Level(row[""]), Level(machine)];
                Assert.Equal(Table.Number(cell), count);
                total += count;
            }
        }
        Assert.Equal(total, cube.Total);

        int Level(string score) => cube.Scale.LevelOf(double.Parse(score, CultureInfo.InvariantCulture))!.Value;
    }

    /// <summary>
    /// RSMTool counts raw scores as agreeing only where they are equal to the last digit; our agreement is of classes, with the
    /// machine score rounded, so that the two mean the same for rounded scores and whole human scores only.
    /// </summary>
    private static bool IsCovered(string column, string type, RsmToolFigures figures) =>
        column is not ("exact_agr" or "adj_agr") || (type.EndsWith("_round", StringComparison.Ordinal) && figures.HasLevels);

    private static IEnumerable<KeyValuePair<string, string>> Measures(IReadOnlyDictionary<string, string> row, Func<string, bool> isCovered) =>
        row.Where(cell => !NotMeasures.Contains(cell.Key) && isCovered(cell.Key));

    private static IEnumerable<(string Column, string Type, string Cell)> Typed(IReadOnlyDictionary<string, string> row, RsmToolCase experiment) =>
        from cell in row
        where !NotMeasures.Contains(cell.Key)
        let parts = cell.Key.Split('.', 2)
        select (parts[0], parts.Length == 2 ? parts[1] : experiment.Prefix + "_trim", cell.Value);
}
