namespace ScoringFairness.Statistics.Counts;

/// <summary>
/// Sums over responses of what the true-score measures need: for a response with c human ratings of sum S and sum of squares
/// Q and machine score m, the eight terms are 1, c, c², Q − S²/c (the sum of squares within the response), S, S²/c, S·m and
/// c·m². Their products are summed too, for a standard error.
/// </summary>
/// <remarks>A response with one rating adds nothing to the sum of squares within responses.</remarks>
public sealed class RatingSums
{
    /// <summary>Number of terms.</summary>
    public const int Terms = 8;

    private readonly double[] _sums = new double[Terms];
    private readonly double[] _products = new double[Terms * Terms];

    /// <summary>Responses with one rating.</summary>
    public long Single { get; private set; }

    /// <summary>Responses with two or more ratings.</summary>
    public long Multiple { get; private set; }

    /// <summary>The sums of the terms: N, Σc, Σc², Σ within, ΣS, ΣS²/c, ΣS·m, Σc·m².</summary>
    public ReadOnlySpan<double> Sums => _sums;

    /// <summary>The sums of products of terms, row by row.</summary>
    public ReadOnlySpan<double> Products => _products;

    /// <summary>Adds a response.</summary>
    /// <param name="ratings">Its human ratings, at least one.</param>
    /// <param name="machine">Its raw machine score.</param>
    /// <param name="times">How often it counts.</param>
    public void Add(ReadOnlySpan<double> ratings, double machine, long times = 1)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var rating in ratings)
        {
            sum += rating;
            squares += rating * rating;
        }
        var count = ratings.Length;
        Span<double> terms =
        [
            1, count, (double)count * count, count > 1 ? Math.Max(0, squares - sum * sum / count) : 0,
            sum, sum * sum / count, sum * machine, count * machine * machine,
        ];
        for (var row = 0; row < Terms; row++)
        {
            _sums[row] += times * terms[row];
            for (var column = 0; column < Terms; column++)
            {
                _products[row * Terms + column] += times * terms[row] * terms[column];
            }
        }
        if (count > 1)
        {
            Multiple += times;
        }
        else
        {
            Single += times;
        }
    }

    /// <summary>Adds sums that were made elsewhere, as by a GROUP BY.</summary>
    /// <param name="single">Responses with one rating.</param>
    /// <param name="multiple">Responses with more.</param>
    /// <param name="sums">The sums of the terms.</param>
    /// <param name="products">The sums of products of terms, row by row, of which the upper triangle is enough.</param>
    public void Add(long single, long multiple, ReadOnlySpan<double> sums, ReadOnlySpan<double> products)
    {
        (Single, Multiple) = (Single + single, Multiple + multiple);
        for (var row = 0; row < Terms; row++)
        {
            _sums[row] += sums[row];
            for (var column = 0; column < Terms; column++)
            {
                _products[row * Terms + column] += products[Math.Min(row, column) * Terms + Math.Max(row, column)];
            }
        }
    }

    /// <summary>Adds the sums of others.</summary>
    public RatingSums AddAll(RatingSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var at = 0; at < _sums.Length; at++)
        {
            _sums[at] += other._sums[at];
        }
        for (var at = 0; at < _products.Length; at++)
        {
            _products[at] += other._products[at];
        }
        Single += other.Single;
        Multiple += other.Multiple;
        return this;
    }
}
