using ScoringFairness.Statistics.Inference;
using ScoringFairness.Statistics.Measures;
using ScoringFairness.Statistics.Resampling;

namespace ScoringFairness.Statistics.Study;

/// <summary>A distance between two groups: what it is made of, and what follows from that.</summary>
internal sealed class Distance
{
    private readonly Dictionary<double, DistanceInterval> _intervals = [];
    private readonly Scope _scope;
    private readonly RateDifferences? _rates;
    private readonly SignedParts _parts;
    private readonly double _weight;
    private readonly long _n;
    private readonly Func<double, double>? _atMost;

    /// <summary>Whether it has a verdict.</summary>
    private bool IsJudged { get; init; } = true;

    private Distance(Scope scope, long n, SignedParts parts, RateDifferences? rates = null, double weight = 1, Func<double, double>? atMost = null) =>
        (_scope, _n, _parts, _rates, _weight, _atMost) = (scope, n, parts, rates, weight, atMost);

    /// <summary>Equalized odds over some levels.</summary>
    public static Distance OfOdds(Scope scope, int focal, Basis basis, IReadOnlyList<int> levels, bool isMax, bool isJudged)
    {
        var parts = RatePart.OfOdds(levels, basis, scope.Cube.Levels);
        if (!isMax)
        {
            return OfRates(scope, focal, parts, 1.0 / parts.Length, isJudged);
        }
        var rates = new RateDifferences(scope.Cube, scope.Reference, focal, parts);
        var covariance = Covariance(scope, rates, 1);
        return new Distance(
            scope, scope.Cube.Size(scope.Reference) + scope.Cube.Size(focal),
            new SignedParts { Values = rates.Values, Covariance = covariance, Blocks = new int[parts.Length] }, rates, 1,
            confidence => parts.Index().Max(part => Math.Max(
                OfOne(scope, focal, part.Item, confidence),
                scope.Clustered
                    ? Math.Abs(rates.Values[part.Index]) + Distributions.NormalCritical(confidence) * Math.Sqrt(covariance[part.Index][^1])
                    : 0)))
        {
            IsJudged = isJudged,
        };
    }

    /// <summary>Total variation over some human levels.</summary>
    public static Distance OfTotalVariation(Scope scope, int focal, IReadOnlyList<int> levels) =>
        OfRates(scope, focal, RatePart.OfTotalVariation(levels, scope.Cube.Levels), 0.5 / levels.Count, isJudged: true);

    /// <summary>A distance of densities, whose parts say nothing of students.</summary>
    public static Distance OfDensities(Scope scope, int focal, SignedParts parts) =>
        new(scope, scope.Cube.Size(scope.Reference) + scope.Cube.Size(focal), parts);

    /// <summary>The mean of the distances of several items.</summary>
    public static Distance Mean(IReadOnlyList<Distance> items)
    {
        var (scope, n) = (items[0]._scope, items.Sum(item => item._n));
        var independent = SignedParts.Mean([.. items.Select(item => item._parts)]);
        Func<double, double>? atMost = items.All(item => item._atMost is not null)
            ? confidence => items.Average(item => item._atMost!(confidence))
            : null;
        if (!scope.SharesStudents || scope.Students is not { } students || items.Any(item => item._rates is null))
        {
            return new Distance(scope, n, independent, atMost: atMost);
        }
        var covariance = students.Cells.Covariance(
            students.Scorer, [.. items.Select(item => (item._scope.Item, item._rates!))], [.. items.Select(item => item._weight / items.Count)]);
        return new Distance(
            scope, n, new SignedParts { Values = independent.Values, Blocks = independent.Blocks, Covariance = covariance }, atMost: atMost);
    }

    /// <summary>Of how many parts it is made.</summary>
    public int Parts => _parts.Values.Length;

    /// <summary>The distance over draws in which nothing differs.</summary>
    public Draws Null => Interval(_scope.Options.Confidence).Null;

    /// <summary>The figure with its interval.</summary>
    public DistanceInterval Interval(double confidence)
    {
        if (!_intervals.TryGetValue(confidence, out var interval))
        {
            interval = _intervals[confidence] = DistanceInterval.Of(_parts, _scope.Normals, confidence, _n, _atMost?.Invoke(confidence), IsJudged);
        }
        return interval;
    }

    /// <summary>The same as an estimate of the study's confidence.</summary>
    /// <param name="isTested">Whether its draws are its test, too: nothing was permuted.</param>
    public Estimate Estimate(bool isTested)
    {
        var interval = Interval(_scope.Options.Confidence);
        // The rates' own intervals make the upper end of one maximum, and of a distance of 0.
        var isOfRates = _atMost is not null && (interval.Value == 0 || (_parts.HasMaxima && _parts.Blocks[^1] == 0));
        return new Estimate
        {
            Value = interval.Value,
            Corrected = interval.Corrected,
            Low = interval.Low,
            High = interval.High,
            StandardError = interval.StandardError,
            WithinReach = interval.WithinReach,
            ExceedsReach = interval.ExceedsReach,
            Method = isOfRates ? "intersectionUnion" : _parts.HasMaxima ? "simultaneous" : "leastFavourable",
            Test = isTested ? "multiplierBootstrap" : null,
        };
    }

    /// <summary>Leaves the draws, once all is told that is made of them, to the next evaluation.</summary>
    public void Leave()
    {
        foreach (var interval in _intervals.Values)
        {
            interval.Null.Leave();
        }
        _intervals.Clear();
    }

    private static Distance OfRates(Scope scope, int focal, RatePart[] parts, double weight, bool isJudged)
    {
        var rates = new RateDifferences(scope.Cube, scope.Reference, focal, parts);
        return new Distance(
            scope, scope.Cube.Size(scope.Reference) + scope.Cube.Size(focal),
            new SignedParts
            {
                Values = [.. rates.Values.Select(value => weight * value)],
                Covariance = Covariance(scope, rates, weight),
                Blocks = [.. Enumerable.Range(0, parts.Length)],
            },
            rates, weight,
            // Where no difference is seen, none varies: each rate's own interval says how large it may be.
            confidence => weight * parts.Sum(part => OfOne(scope, focal, part, confidence)))
        {
            IsJudged = isJudged,
        };
    }

    private static double[][] Covariance(Scope scope, RateDifferences rates, double weight) =>
        scope is { Clustered: true, Students: { } students }
            ? students.Cells.Covariance(students.Scorer, [(scope.Item, rates)], [weight])
            : [.. rates.Covariance.Select(row => row.Select(element => weight * weight * element).ToArray())];

    private static double OfOne(Scope scope, int focal, RatePart part, double confidence)
    {
        var (one, other) = (part.Of(scope.Cube, scope.Reference), part.Of(scope.Cube, focal));
        var interval = Proportions.Difference(one.Hits, one.N, other.Hits, other.N, confidence);
        return Math.Max(Math.Abs(interval.Low), Math.Abs(interval.High));
    }
}
