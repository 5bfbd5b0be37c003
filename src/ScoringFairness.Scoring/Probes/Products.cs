namespace ScoringFairness.Scoring.Probes;

/// <summary>The inner products of vectors with each other, which is all that a ridge regression needs of them.</summary>
internal static class Products
{
    /// <summary>Standard deviations beyond which a number counts no more: one wild text must not bend a probe.</summary>
    private const double Furthest = 8;

    /// <summary>
    /// The products, in units in which the mean squared length of a centred vector is 1. Vectors with a value at every place are standardised
    /// place by place before; those of n-grams are weighted already, and stay as their scorer sees them.
    /// </summary>
    public static double[][] Of(IReadOnlyList<ResponseVector> vectors, CancellationToken cancellation)
    {
        var products = vectors.Count > 0 && vectors[0].Places is null ? Dense(Standardized(vectors), cancellation) : Sparse(vectors, cancellation);
        var n = products.Length;
        var square = products.Select((row, at) => row[at]).DefaultIfEmpty(1).Average() - products.Select(row => row.Average()).DefaultIfEmpty(0).Average();
        if (square > 0)
        {
            foreach (var row in products)
                for (var at = 0; at < n; at++) row[at] /= square;
        }
        return products;
    }

    private static double[][] Standardized(IReadOnlyList<ResponseVector> vectors)
    {
        double[][] rows = [.. vectors.Select(vector => vector.Values.Select(value => (double)value).ToArray())];
        for (var place = 0; place < rows[0].Length; place++)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var row in rows) sum += row[place];
            var mean = sum / rows.Length;
            foreach (var row in rows) squares += (row[place] - mean) * (row[place] - mean);
            var deviation = Math.Sqrt(squares / rows.Length);
            foreach (var row in rows) row[place] = deviation > 1e-6 ? Math.Clamp((row[place] - mean) / deviation, -Furthest, Furthest) : 0;
        }
        return rows;
    }

    private static double[][] Dense(double[][] rows, CancellationToken cancellation) => Symmetric(rows.Length, one =>
    {
        var row = rows[one];
        return other => DualRidge.Product(row, rows[other]);
    }, cancellation);

    private static double[][] Sparse(IReadOnlyList<ResponseVector> vectors, CancellationToken cancellation)
    {
        var spread = new float[vectors.Select(vector => vector.Places!.Count > 0 ? vector.Places[^1] + 1 : 0).DefaultIfEmpty(0).Max()];
        (int[] Places, float[] Values)[] rows = [.. vectors.Select(vector => (vector.Places!.ToArray(), vector.Values.ToArray()))];
        return Symmetric(vectors.Count, one =>
        {
            Array.Clear(spread);
            for (var at = 0; at < rows[one].Places.Length; at++) spread[rows[one].Places[at]] = rows[one].Values[at];
            return other =>
            {
                var (places, values) = rows[other];
                var sum = 0.0;
                for (var at = 0; at < places.Length; at++) sum += spread[places[at]] * values[at];
                return sum;
            };
        }, cancellation);
    }

    private static double[][] Symmetric(int count, Func<int, Func<int, double>> with, CancellationToken cancellation)
    {
        var products = new double[count][];
        for (var one = 0; one < count; one++)
        {
            cancellation.ThrowIfCancellationRequested();
            products[one] = new double[count];
            var product = with(one);
            for (var other = 0; other <= one; other++) products[one][other] = products[other][one] = product(other);
        }
        return products;
    }
}
