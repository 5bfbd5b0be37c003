using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Statistics.Measures;

/// <summary>
/// Difference of mean machine scores of two groups at the same true score, reference minus focal, where a human rating is the true
/// score plus an error of its own: errors-in-variables regression m = α_g + β·T + ε (Johnson, Liu, McCaffrey 2022, Journal of
/// Educational Measurement 59, 338–361, doi 10.1111/jedm.12335; Fuller 1987, Measurement Error Models, §2.2 and §3.1). With x the
/// mean of a response's c ratings, 1 or 2, and V the variance of one rating's error, from the responses rated twice
/// (V = Σ (h₁ − h₂)²/2 ÷ their number):
/// β = Σ (x − x̄_g)(m − m̄_g) ÷ (Σ (x − x̄_g)² − Σ V/c), and the difference is m̄_ref − m̄_focal − β (x̄_ref − x̄_focal).
/// </summary>
/// <remarks>
/// Undefined with fewer responses rated twice than <see cref="ProportionalReduction.LeastRatedTwice"/>, or where ratings vary no more
/// than by their errors. It takes errors of raters as independent of each other and of the group, and the relation as linear.
/// </remarks>
public sealed class TrueScoreConditionalDifference
{
    private readonly Side[] _sides;
    private readonly double _error;
    private readonly double _information;
    private readonly double _shares;
    private readonly double _apart;

    private TrueScoreConditionalDifference(Side reference, Side focal)
    {
        _sides = [reference, focal];
        RatedTwice = reference.Twice + focal.Twice;
        _error = (reference.Within + focal.Within) / RatedTwice;
        _shares = reference.Shares + focal.Shares;
        _information = reference.Ratings + focal.Ratings - _error * _shares;
        _apart = reference.MeanRating - focal.MeanRating;
        Slope = (reference.Products + focal.Products) / _information;
        Value = reference.MeanMachine - focal.MeanMachine - Slope * _apart;
    }

    /// <summary>The difference; not a number where the true score does not vary.</summary>
    public double Value { get; }

    /// <summary>β: points of the machine by point of the true score.</summary>
    public double Slope { get; }

    /// <summary>Responses of both groups that were rated twice.</summary>
    public long RatedTwice { get; }

    /// <summary>Whether ratings vary by more than their errors.</summary>
    public bool HasTrueVariance => _information > 0 && _sides.All(side => side.N > 1);

    /// <summary>The share of the variance of one rating, within the groups, that is the true score's.</summary>
    public double Reliability => _information / (_information + (_sides[0].N + _sides[1].N) * _error);

    /// <summary>
    /// The standard error by the estimate's influence function, of which every response has its value: it allows for errors of any
    /// variance and for V being estimated.
    /// </summary>
    public double StandardError => Math.Sqrt(_sides.Sum(side => side.Cells.Sum(cell =>
    {
        var ((slope, constant), predicted) = (Influence(side, cell), Predicted(side, cell));
        var residuals = cell.Sum - cell.N * predicted;
        var squares = cell.Squares - 2 * predicted * cell.Sum + cell.N * predicted * predicted;
        return slope * slope * squares + 2 * slope * constant * residuals + cell.N * constant * constant;
    })) * Total / (Total - 3));

    private double Total => _sides[0].N + _sides[1].N;

    /// <summary>The estimate of two groups.</summary>
    /// <param name="cube">All responses, rated once or twice.</param>
    /// <param name="twice">Those rated twice; where there are more ratings, the first two.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="focal">The focal group.</param>
    public static TrueScoreConditionalDifference Of(CountCube cube, DoubleRatings twice, int reference, int focal) =>
        new(new Side(cube, twice, reference, 1), new Side(cube, twice, focal, -1));

    /// <summary>What one response adds to the estimate's error.</summary>
    /// <param name="isReference">Whether it is of the reference group.</param>
    /// <param name="first">The first rating.</param>
    /// <param name="second">The second rating; NaN where there is none.</param>
    /// <param name="machine">The raw machine score.</param>
    public double Influence(bool isReference, double first, double second, double machine)
    {
        var side = _sides[isReference ? 0 : 1];
        var cell = Cell.Of(first, second, 1, machine, machine * machine);
        var (slope, constant) = Influence(side, cell);
        return slope * (machine - Predicted(side, cell)) + constant;
    }

    private double Predicted(Side side, Cell cell) => side.MeanMachine + Slope * (cell.Rating - side.MeanRating);

    /// <summary>A response's influence, linear in its residual.</summary>
    private (double Slope, double Constant) Influence(Side side, Cell cell)
    {
        var ofError = cell.Count == 2 ? _shares / RatedTwice * (cell.Within - _error) : 0;
        return (
            side.Sign / side.N - _apart / _information * (cell.Rating - side.MeanRating),
            -_apart / _information * Slope * (_error / cell.Count + ofError));
    }

    /// <summary>Responses alike in their ratings.</summary>
    private readonly record struct Cell(double Rating, int Count, double Within, double N, double Sum, double Squares)
    {
        public static Cell Of(double first, double second, double n, double sum, double squares) => double.IsNaN(second)
            ? new Cell(first, 1, 0, n, sum, squares)
            : new Cell((first + second) / 2, 2, (first - second) * (first - second) / 2, n, sum, squares);
    }

    /// <summary>The sums of one group.</summary>
    private sealed class Side
    {
        public Side(CountCube cube, DoubleRatings twice, int group, int sign)
        {
            Sign = sign;
            var ofLevel = twice.Of(group).ToLookup(cell => cell.Human);
            Cells =
            [
                .. twice.Of(group).Select(cell => Cell.Of(cube.Scale.ScoreOf(cell.Human), cell.Second, cell.N, cell.Sum, cell.Squares)),
                .. Enumerable.Range(0, cube.Levels).Select(level => Cell.Of(
                    cube.Scale.ScoreOf(level), double.NaN, cube.AtHuman(group, level) - ofLevel[level].Sum(cell => cell.N),
                    cube.PowerSum(group, level, 1) - ofLevel[level].Sum(cell => cell.Sum),
                    cube.PowerSum(group, level, 2) - ofLevel[level].Sum(cell => cell.Squares))).Where(cell => cell.N > 0),
            ];
            Twice = twice.Size(group);
            N = Cells.Sum(cell => cell.N);
            MeanRating = Cells.Sum(cell => cell.N * cell.Rating) / N;
            MeanMachine = Cells.Sum(cell => cell.Sum) / N;
        }

        public int Sign { get; }

        public IReadOnlyList<Cell> Cells { get; }

        public long Twice { get; }

        public double N { get; }

        public double MeanRating { get; }

        public double MeanMachine { get; }

        public double Within => Cells.Sum(cell => cell.N * cell.Within);

        public double Shares => Cells.Sum(cell => cell.N / cell.Count);

        public double Ratings => Cells.Sum(cell => cell.N * (cell.Rating - MeanRating) * (cell.Rating - MeanRating));

        public double Products => Cells.Sum(cell => (cell.Rating - MeanRating) * (cell.Sum - cell.N * MeanMachine));
    }
}
