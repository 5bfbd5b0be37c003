using MathNet.Numerics.LinearAlgebra;

namespace ScoringFairness.Statistics.Inference;

/// <summary>What explains the difference of two groups' means, in its parts.</summary>
/// <param name="Total">The first group's mean less the second's.</param>
/// <param name="Parts">What each set of variables explains.</param>
/// <param name="Rest">What they leave unexplained.</param>
internal sealed record DecomposedGap(Estimate Total, IReadOnlyList<Estimate> Parts, Estimate Rest)
{
    /// <summary>The coefficients of each set of variables.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Coefficients { get; init; }
}

/// <summary>
/// The decomposition of Kitagawa (1955, J. Am. Stat. Assoc. 50, 1168–1194), Oaxaca (1973, Int. Econ. Rev. 14, 693–709) and Blinder (1973,
/// J. Hum. Resour. 8, 436–455): a set of variables x explains Σ β (x̄ of the first group − x̄ of the second).
/// </summary>
/// <remarks>
/// β is that of both groups together with an indicator of the group (Jann 2008, Stata Journal 8, 453–479; Fortin 2008): without the indicator
/// the variables would take over what the groups differ in at equal x. The rest is then the indicator's coefficient, and parts and rest sum to
/// the total exactly. Variances are those of the students' sums of influences, of means and coefficients alike, with
/// students/(students − 1).
/// </remarks>
internal static class GapDecomposition
{
    private const string Method = "clusteredDelta";
    private const string NoSpread = "Nothing varies in it.";

    /// <summary>Decomposes a difference.</summary>
    /// <param name="values">The responses' values.</param>
    /// <param name="isFirst">Whether each is of the first group.</param>
    /// <param name="students">Its student.</param>
    /// <param name="sets">The sets of variables, each a list of columns.</param>
    /// <param name="confidence">Nominal coverage.</param>
    /// <returns>Null where the variables, or these and the groups, are not to be told apart.</returns>
    public static DecomposedGap? Of(
        IReadOnlyList<double> values, IReadOnlyList<bool> isFirst, IReadOnlyList<int> students, IReadOnlyList<IReadOnlyList<double[]>> sets, double confidence)
    {
        var n = values.Count;
        double[][] columns = [.. sets.SelectMany(set => set)];
        double[] first = [.. isFirst.Select(one => one ? 1.0 : 0)];
        var (ofFirst, ofSecond) = (first.Sum(), n - first.Sum());
        var distinct = students.Distinct().Count();
        if (ofFirst == 0 || ofSecond == 0 || distinct <= columns.Length + 2)
        {
            return null;
        }
        // About their means and in units of their own, so that words and shares go together.
        double[] Standard(double[] column)
        {
            var mean = column.Average();
            var scale = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            return scale > 0 ? Array.ConvertAll(column, value => (value - mean) / scale) : column;
        }
        var design = Matrix<double>.Build.DenseOfColumnArrays([Enumerable.Repeat(1.0, n).ToArray(), first, .. columns.Select(Standard)]);
        var normal = design.TransposeThisAndMultiply(design);
        if (Conditioning.IsSingular(normal))
        {
            return null;
        }
        var inverse = normal.Inverse();
        var y = Vector<double>.Build.DenseOfEnumerable(values);
        var beta = inverse * design.TransposeThisAndMultiply(y);
        var residuals = y - design * beta;
        // Rows: each response's influence on the coefficients.
        var influence = design * inverse;
        for (var row = 0; row < n; row++)
        {
            influence.SetRow(row, influence.Row(row) * residuals[row]);
        }

        double Mean(Func<int, double> of, bool group)
        {
            var sum = 0.0;
            for (var row = 0; row < n; row++)
            {
                sum += isFirst[row] == group ? of(row) : 0;
            }
            return sum / (group ? ofFirst : ofSecond);
        }
        double[] OfMeans(Func<int, double> of)
        {
            var (one, other) = (Mean(of, true), Mean(of, false));
            return [.. Enumerable.Range(0, n).Select(row => isFirst[row] ? (of(row) - one) / ofFirst : -(of(row) - other) / ofSecond)];
        }
        Estimate Told(double value, double[] influences)
        {
            var sums = new Dictionary<int, double>();
            for (var row = 0; row < n; row++)
            {
                sums[students[row]] = sums.GetValueOrDefault(students[row]) + influences[row];
            }
            var variance = sums.Values.Sum(sum => sum * sum) * distinct / (distinct - 1.0);
            return variance > 1e-30
                ? Estimate.OfT(value, Math.Sqrt(variance), distinct - columns.Length - 2, confidence, Method)
                : Estimate.WithoutSpread(value, Method, NoSpread);
        }

        var total = Mean(row => values[row], true) - Mean(row => values[row], false);
        var parts = new List<Estimate>();
        var place = 2;
        foreach (var set in sets)
        {
            var (explained, influences) = (0.0, new double[n]);
            for (var one = 0; one < set.Count; one++, place++)
            {
                var column = design.Column(place).ToArray();
                var difference = Mean(row => column[row], true) - Mean(row => column[row], false);
                explained += beta[place] * difference;
                var means = OfMeans(row => column[row]);
                for (var row = 0; row < n; row++)
                {
                    influences[row] += difference * influence[row, place] + beta[place] * means[row];
                }
            }
            parts.Add(Told(explained, influences));
        }
        return new(
            Told(total, OfMeans(row => values[row])), parts,
            Told(total - parts.Sum(part => part.Value), [.. Enumerable.Range(0, n).Select(row => influence[row, 1])]))
        {
            Coefficients = [.. sets.Select((set, at) => Own(set, sets.Take(at).Sum(one => one.Count)))],
        };

        IReadOnlyList<double> Own(IReadOnlyList<double[]> set, int before) =>
        [
            .. set.Select((column, at) =>
            {
                var mean = column.Average();
                return beta[2 + before + at] / Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            }),
        ];
    }
}
