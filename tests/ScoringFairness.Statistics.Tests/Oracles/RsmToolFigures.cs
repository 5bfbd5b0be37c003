using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Statistics.Tests.Oracles;

/// <summary>
/// Our figures of one type of score of an experiment under RSMTool's names, for all data (null) and by subgroup: from measure
/// rows, or, where human scores are no levels of a scale, from the functions on moments.
/// </summary>
internal sealed class RsmToolFigures
{
    private const string Everyone = "everyone";
    private readonly Dictionary<string, List<RsmToolRow>> _byGroup;
    private readonly string _type;

    public RsmToolFigures(RsmToolCase experiment, string type, string? attribute = null)
    {
        _type = type;
        _byGroup = experiment.Rows.GroupBy(row => attribute is null ? Everyone : row.Groups[attribute])
            .ToDictionary(group => group.Key, group => group.ToList());
        Groups = [.. _byGroup.Keys];
        // One step beyond every score, so that the ends of the scale clip none.
        var scores = experiment.Rows.SelectMany(row => new[] { row.Human, row.SecondHuman ?? row.Human, row.Scores[type] }).ToList();
        Scale = new ScoreScale(Math.Floor(scores.Min()) - 1, Math.Ceiling(scores.Max()) + 1, 1);
        HasLevels = experiment.Rows.All(row => double.IsInteger(row.Human) && double.IsInteger(row.SecondHuman ?? row.Human));
        Rounded = Cube(row => row.Scores[type]);
        RoundedRaters = Cube(row => row.SecondHuman);
        if (HasLevels)
        {
            var data = experiment.Rows
                .Select(row => new ScoredRow(
                    "item", attribute is null ? Everyone : row.Groups[attribute], row.Human, row.Scores[type], row.SecondHuman))
                .ToData(Scale, [.. Groups]);
            var options = new EvaluationOptions { Reference = Groups[0], Focal = [.. Groups.Skip(1)], MinGroupSize = 1, BootstrapDraws = 2, Permutations = 2 };
            Rows = StudyEvaluation.Evaluate(data, options);
        }
    }

    public IReadOnlyList<string> Groups { get; }

    public ScoreScale Scale { get; }

    /// <summary>Whether every human score is a whole number.</summary>
    public bool HasLevels { get; }

    /// <summary>The measure rows; null where human scores are no levels.</summary>
    public IReadOnlyList<MeasureRow>? Rows { get; }

    /// <summary>Counts by rounded human score.</summary>
    public CountCube Rounded { get; }

    /// <summary>Counts of first and second human score, both rounded.</summary>
    public CountCube RoundedRaters { get; }

    /// <summary>A figure of machine against human; null where it is undefined.</summary>
    public double? Machine(string column, string? group) => column switch
    {
        "N" => Pairs(group).N,
        "h_mean" => Row("meanScore", group, "human") ?? Pairs(group).Human.Mean,
        "sys_mean" => Row("meanScore", group) ?? Pairs(group).Machine.Mean,
        "h_sd" => Pairs(group).Human.Deviation,
        "sys_sd" => Pairs(group).Machine.Deviation,
        "exact_agr" or "adj_agr" => 100 * Row(Code(column), group),
        "DSM" => group is not null && HasLevels ? Row("dsm", group) : DifferenceOfStandardizedMeans.Of(Pairs(group), Pairs(null).Human, Pairs(null).Machine),
        _ when HasLevels => Row(Code(column), group),
        "corr" => Correlation.Of(Pairs(group)),
        "wtkappa" => QuadraticWeightedKappa.Of(Pairs(group)),
        "R2" => CoefficientOfDetermination.Of(Pairs(group)),
        "RMSE" => RootMeanSquaredError.Of(Pairs(group)),
        "SMD" => StandardizedMeanDifference.Of(Pairs(group)),
        "kappa" => Kappa.Of(Rounded, Numbers(group)),
        _ => throw new ArgumentException($"No figure is known as {column}.", nameof(column)),
    };

    /// <summary>A figure of the second human score against the first; null where it is undefined.</summary>
    public double? Raters(string column, string? group) => column switch
    {
        "N" => RaterPairs(group).N,
        "h1_mean" => RaterPairs(group).Human.Mean,
        "h1_sd" => RaterPairs(group).Human.Deviation,
        "h2_mean" => RaterPairs(group).Machine.Mean,
        "h2_sd" => RaterPairs(group).Machine.Deviation,
        "exact_agr" or "adj_agr" => 100 * Row(RaterMeasures.HumanHuman(MeasureCatalogue.Of(Code(column))).Code, group, "human"),
        "DSM" => group is not null && HasLevels
            ? Row("humanHumanDsm", group, "human")
            : DifferenceOfStandardizedMeans.Of(RaterPairs(group), Pairs(null).Human, RaterPairs(null).Machine),
        _ when HasLevels => Row(RaterMeasures.HumanHuman(MeasureCatalogue.Of(Code(column))).Code, group, "human"),
        "corr" => Correlation.Of(RaterPairs(group)),
        "wtkappa" => QuadraticWeightedKappa.Of(RaterPairs(group)),
        "SMD" => StandardizedMeanDifference.OfRaters(RaterPairs(group)),
        "kappa" => Kappa.Of(RoundedRaters, Numbers(group)),
        _ => throw new ArgumentException($"No figure is known as {column}.", nameof(column)),
    };

    /// <summary>Human–machine minus human–human agreement.</summary>
    public double? Degradation(string column)
    {
        return column is "exact_agr" or "adj_agr" ? 100 * Measured() : HasLevels ? Measured() : Machine(column, null) - Raters(column, null);

        double? Measured() => Row(RaterMeasures.Degradation(MeasureCatalogue.Of(Code(column))).Code, null);
    }

    /// <summary>Human and machine scores, raw.</summary>
    public JointMoments Pairs(string? group) => Sum(group, row => row.Scores[_type]);

    /// <summary>Sums of the human ratings against the machine.</summary>
    public RatingSums Ratings(string? group)
    {
        var sums = new RatingSums();
        foreach (var row in Of(group))
        {
            sums.Add(row.SecondHuman is { } second ? [row.Human, second] : [row.Human], row.Scores[_type]);
        }
        return sums;
    }

    private static string Code(string column) => column switch
    {
        "corr" => "correlation",
        "wtkappa" => "qwk",
        "kappa" => "kappa",
        "R2" => "r2",
        "RMSE" => "rmse",
        "SMD" => "smd",
        "exact_agr" => "exactAgreement",
        "adj_agr" => "adjacentAgreement",
        _ => throw new ArgumentException($"No measure is known as {column}.", nameof(column)),
    };

    private double? Row(string measure, string? group, string scorer = "machine") =>
        Rows?.One(measure, "item", group: group, scorer: scorer).Value;

    private IEnumerable<RsmToolRow> Of(string? group) => group is null ? _byGroup.Values.SelectMany(rows => rows) : _byGroup[group];

    private IReadOnlyList<int> Numbers(string? group) =>
        [.. Groups.Index().Where(one => group is null || one.Item == group).Select(one => one.Index)];

    private JointMoments RaterPairs(string? group) => Sum(group, row => row.SecondHuman);

    private JointMoments Sum(string? group, Func<RsmToolRow, double?> score)
    {
        var sum = default(JointMoments);
        foreach (var row in Of(group))
        {
            if (score(row) is { } m)
            {
                var h = row.Human;
                sum += new JointMoments(1, h, m, h * h, m * m, h * m);
            }
        }
        return sum;
    }

    private CountCube Cube(Func<RsmToolRow, double?> score)
    {
        var cube = new CountCube(Groups.Count, Scale);
        foreach (var (number, group) in Groups.Index())
        {
            foreach (var row in _byGroup[group])
            {
                if (score(row) is { } m)
                {
                    cube.Add(number, Scale.NearestLevel(row.Human), m);
                }
            }
        }
        return cube;
    }
}
