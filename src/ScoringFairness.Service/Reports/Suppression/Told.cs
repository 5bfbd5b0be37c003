using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>To how many decimals figures are told.</summary>
/// <param name="Decimals">The decimals; more than a double has where the figure is told as it is, less than 0 where it is not told.</param>
internal readonly record struct Precision(int Decimals) : IComparable<Precision>
{
    /// <summary>As it is.</summary>
    public static Precision Exact { get; } = new(99);

    /// <summary>Two decimals.</summary>
    public static Precision Coarse { get; } = new(2);

    /// <summary>Not at all.</summary>
    public static Precision None { get; } = new(-1);

    /// <summary>From the finest to the coarsest.</summary>
    public static IReadOnlyList<Precision> Ladder { get; } = [Exact, Coarse, new(1)];

    /// <summary>Whether figures are told as they are.</summary>
    public bool IsExact => this == Exact;

    /// <summary>Whether figures are told at all.</summary>
    public bool IsTold => Decimals >= 0;

    /// <summary>What would be told as the same number.</summary>
    public (double Low, double High) Around(double value)
    {
        if (IsExact)
        {
            return (value, value);
        }
        var half = 0.5 * Math.Pow(10, -Decimals);
        var told = Math.Round(value, Decimals);
        return (told - half, told + half);
    }

    /// <summary>Whether two figures are told as the same number.</summary>
    public bool IsSame(double one, double other) => IsExact
        ? Math.Abs(one - other) <= 1e-9 * Math.Max(1, Math.Abs(one))
        : Math.Round(one, Decimals).Equals(Math.Round(other, Decimals));

    /// <inheritdoc/>
    public int CompareTo(Precision other) => Decimals.CompareTo(other.Decimals);

    /// <summary>The coarser of two.</summary>
    public static Precision Coarser(Precision one, Precision other) => one.Decimals < other.Decimals ? one : other;
}

/// <summary>What is told of one group's table of one scorer.</summary>
internal sealed record ToldTable
{
    /// <summary>Whether how many responses there are is told.</summary>
    public required bool Size { get; init; }

    /// <summary>Whether every count is told, so that nothing else could tell more.</summary>
    public required bool Whole { get; init; }

    /// <summary>How figures of hits are told.</summary>
    public required Precision Hits { get; init; }

    /// <summary>How means are told.</summary>
    public required Precision Means { get; init; }

    /// <summary>How figures of squares and products are told.</summary>
    public required Precision Spread { get; init; }

    /// <summary>How shares of errors of two levels or more are told.</summary>
    public required Precision LargeErrors { get; init; }

    /// <summary>How odds over levels are told, where those of the levels are not all told.</summary>
    public required Precision Odds { get; init; }

    /// <summary>The levels whose rates are told.</summary>
    public required IReadOnlySet<int> Levels { get; init; }

    /// <summary>The cuts whose rates are told.</summary>
    public required IReadOnlySet<int> Cuts { get; init; }

    /// <summary>The human levels at which the mean machine score is told.</summary>
    public required IReadOnlySet<int> MeansAt { get; init; }

    /// <summary>Which counts are not told, by human (rows) and machine score; the last row and column are the totals.</summary>
    public required bool[,] Hidden { get; init; }

    /// <summary>Whether it was decided together with the items' tables, for all responses together.</summary>
    public bool IsJoint { get; init; }

    /// <summary>The proof; null where all or nothing is told.</summary>
    public TableProof? Proof { get; init; }

    /// <summary>Tables that fit all that is told, the true one first.</summary>
    public required IReadOnlyList<long[][]> Fitting { get; init; }

    /// <summary>The same where no details are told, or nothing but sizes and human scores.</summary>
    /// <param name="isFirst">Whether accuracy, means and odds are.</param>
    public ToldTable Less(bool isFirst)
    {
        var size = Hidden.GetLength(0) - 1;
        var hidden = new bool[size + 1, size + 1];
        for (var row = 0; row <= size; row++)
        {
            for (var column = 0; column <= size; column++)
            {
                hidden[row, column] = column < size || (row < size && Hidden[row, column]);
            }
        }
        return this with
        {
            Hits = isFirst ? Hits : Precision.None,
            Means = isFirst ? Means : Precision.None,
            Odds = isFirst ? Precision.Coarser(Odds, Precision.Coarse) : Precision.None,
            Spread = Precision.None,
            LargeErrors = Precision.None,
            Levels = new HashSet<int>(),
            Cuts = new HashSet<int>(),
            MeansAt = new HashSet<int>(),
            Hidden = hidden,
        };
    }
}

/// <summary>What was told of a table, count by count.</summary>
/// <param name="Cells">The counts' human and machine levels.</param>
/// <param name="Told">What is told of them, and what fits it.</param>
/// <param name="Known">Of that, the size and what is told of human scores.</param>
/// <param name="First">Accuracy and means.</param>
/// <param name="Rest">What was told last.</param>
internal sealed record TableProof(
    IReadOnlyList<(int Human, int Machine)> Cells, ToldCounts Told, IReadOnlyList<Bound> Known, IReadOnlyList<Bound> First, IReadOnlyList<Bound> Rest)
{
    /// <summary>A table of which every count is told.</summary>
    public static TableProof Whole(GroupCounts group)
    {
        (int Human, int Machine)[] cells =
        [
            .. Enumerable.Range(0, group.Scores.Count).SelectMany(human => Enumerable.Range(0, group.Scores.Count)
                .Where(machine => group.Counts[human][machine] > 0).Select(machine => (human, machine))),
        ];
        var told = new ToldCounts([.. cells.Select(cell => group.Counts[cell.Human][cell.Machine])], 0, 0);
        for (var at = 0; at < cells.Length; at++)
        {
            var weights = new double[cells.Length];
            weights[at] = 1;
            told.Tell(Bound.Exactly(weights, told.Truth[at]));
        }
        return new TableProof(cells, told, told.Told, [], []);
    }
}
