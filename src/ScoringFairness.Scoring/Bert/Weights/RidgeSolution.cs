using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Weights;

/// <summary>Ridge regression in closed form: the w and b that minimise Σ(y − wx − b)² + λ‖w‖².</summary>
/// <remarks>
/// Hoerl, Kennard (1970), Technometrics 12, 55–67. With more features than rows by the rows' own products: w = Xᵀ(XXᵀ + λI)⁻¹y.
/// </remarks>
/// <param name="Weights">w, [F] of float64.</param>
/// <param name="Intercept">b.</param>
internal sealed record RidgeSolution(Tensor Weights, double Intercept)
{
    /// <summary>Parts of the rows, where each is to lie on a line that did not see it.</summary>
    public const int Parts = 5;

    /// <summary>Solves it, in the current dispose scope.</summary>
    /// <param name="features">[N, F].</param>
    /// <param name="scores">[N] of float64.</param>
    /// <param name="penalty">λ.</param>
    /// <param name="times">What each row weighs, [N] of float64; null: all the same.</param>
    public static RidgeSolution Of(Tensor features, Tensor scores, double penalty, Tensor? times = null) =>
        Several(features, scores.unsqueeze(1), penalty, times)[0];

    /// <summary>Solves it for several scores of the same rows, at little more than the cost of one.</summary>
    /// <param name="features">[N, F].</param>
    /// <param name="scores">[N, K] of float64.</param>
    /// <param name="penalty">λ.</param>
    /// <param name="times">What each row weighs, [N] of float64; null: all the same.</param>
    public static RidgeSolution[] Several(Tensor features, Tensor scores, double penalty, Tensor? times = null)
    {
        using var scope = NewDisposeScope();
        var mean = times is null
            ? features.mean([0L], keepdim: true)
            : (times.to_type(features.dtype).unsqueeze(0).mm(features) / times.sum()).to_type(features.dtype);
        var x = (features - mean).to_type(ScalarType.Float64);
        var level = times is null ? scores.mean([0L], keepdim: true) : times.unsqueeze(0).mm(scores) / times.sum();
        var y = scores - level;
        if (times is not null) (x, y) = (x * times.sqrt().unsqueeze(1), y * times.sqrt().unsqueeze(1));
        var weights = x.shape[0] < x.shape[1]
            ? x.t().mm(Solve(x.mm(x.t()), y, penalty))
            : Solve(x.t().mm(x), x.t().mm(y), penalty);
        var intercepts = (level - mean.to_type(ScalarType.Float64).mm(weights)).data<double>().ToArray();
        return [.. intercepts.Select((intercept, at) => new RidgeSolution(weights.select(1, at).contiguous().MoveToOuterDisposeScope(), intercept))];
    }

    /// <summary>The line less other lines, each so many times, in the current dispose scope.</summary>
    public RidgeSolution Less(IReadOnlyList<RidgeSolution> others, IReadOnlyList<double> times)
    {
        using var scope = NewDisposeScope();
        var weights = Weights.clone();
        foreach (var (other, many) in others.Zip(times)) weights -= many * other.Weights;
        return new(weights.MoveToOuterDisposeScope(), Intercept - others.Zip(times, (other, many) => many * other.Intercept).Sum());
    }

    /// <summary>Where rows lie on the line.</summary>
    public double[] Places(Tensor features)
    {
        if (features.shape[0] == 0) return [];
        using var scope = NewDisposeScope();
        return (features.to_type(ScalarType.Float64).mv(Weights) + Intercept).data<double>().ToArray();
    }

    /// <summary>Where rows lie on lines that did not see them: of five parts of the rows, each on the line through the others.</summary>
    /// <param name="features">[N, F], N at least 10.</param>
    /// <param name="scores">[N] of float64.</param>
    /// <param name="levels">By which rows are dealt, so that each part has its share of every level.</param>
    /// <param name="penalty">λ.</param>
    /// <param name="random">Gives the parts.</param>
    /// <param name="afterLine">Called after each line; may throw to end it.</param>
    /// <param name="times">What each row weighs, [N] of float64; null: all the same.</param>
    public static double[] Unseen(
        Tensor features, Tensor scores, IReadOnlyList<int> levels, double penalty, SplitMix64 random, Action afterLine, Tensor? times = null) =>
        UnseenOfSeveral(features, scores.unsqueeze(1), levels, penalty, random, afterLine, times)[0];

    /// <summary>That for several scores of the same rows, [N, K] of float64, with the same parts.</summary>
    public static double[][] UnseenOfSeveral(
        Tensor features, Tensor scores, IReadOnlyList<int> levels, double penalty, SplitMix64 random, Action afterLine, Tensor? times = null)
    {
        var order = Enumerable.Range(0, levels.Count).ToArray();
        random.Shuffle<int>(order);
        long[] dealt = [.. order.OrderBy(row => levels[row]).Select(row => (long)row)];
        double[][] places = [.. Enumerable.Range(0, (int)scores.shape[1]).Select(_ => new double[dealt.Length])];
        for (var fold = 0; fold < Parts; fold++)
        {
            using var scope = NewDisposeScope();
            long[] held = [.. dealt.Where((_, at) => at % Parts == fold)];
            var rest = tensor(dealt.Where((_, at) => at % Parts != fold).ToArray());
            var lines = Several(features.index_select(0, rest), scores.index_select(0, rest), penalty, times?.index_select(0, rest));
            var unseen = features.index_select(0, tensor(held));
            foreach (var (line, own) in lines.Zip(places))
                foreach (var (row, place) in held.Zip(line.Places(unseen))) own[row] = place;
            afterLine();
        }
        return places;
    }

    private static Tensor Solve(Tensor products, Tensor right, double penalty) =>
        linalg.solve(products + penalty * eye(products.shape[0], dtype: ScalarType.Float64), right);
}
