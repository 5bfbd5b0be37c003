namespace ScoringFairness.Statistics.Study;

/// <summary>How a study is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The name of the attribute, for sentences only.</summary>
    public string Attribute { get; init; } = "group";

    /// <summary>Reference group: contrasts are this group minus another.</summary>
    public required string Reference { get; init; }

    /// <summary>Focal groups, in the order of their contrasts.</summary>
    public required IReadOnlyList<string> Focal { get; init; }

    /// <summary>Nominal coverage of intervals.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Bootstrap draws.</summary>
    public int BootstrapDraws { get; init; } = 2000;

    /// <summary>Permutations.</summary>
    public int Permutations { get; init; } = 2000;

    /// <summary>Seed of every random number.</summary>
    public long Seed { get; init; }

    /// <summary>Groups with fewer responses give no contrast.</summary>
    public int MinGroupSize { get; init; } = 30;

    /// <summary>
    /// Levels and cuts with a smaller denominator in either group take no part in what is joined over levels: a figure must not rest
    /// on a handful of responses, nor tell of a cell that is hidden.
    /// </summary>
    public int MinCellSize { get; init; } = 10;

    /// <summary>Groups with a smaller share of the responses give no contrast, however many they are; 0: none is left out.</summary>
    public double MinGroupShare { get; init; }

    /// <summary>Tolerance δ by measure code; a measure without one gets no verdict.</summary>
    public IReadOnlyDictionary<string, double> Tolerances { get; init; } = new Dictionary<string, double>();

    /// <summary>Least acceptable value by measure code, for agreement; a measure without one gets no verdict.</summary>
    public IReadOnlyDictionary<string, double> Minimums { get; init; } = new Dictionary<string, double>();

    /// <summary>Whether Holm's family of a measure also spans its groups and contrasts, beside items, scorers and splits.</summary>
    public bool AdjustOverGroups { get; init; }

    /// <summary>The split that the others are compared with.</summary>
    public string BaselineSplit { get; init; } = "mixed";
}
