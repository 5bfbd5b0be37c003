namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// What is told of some counts, and a proof that it does not tell the hidden ones: other counts that fit all that is told, so that
/// what fits of each hidden sum spans at least a given number.
/// </summary>
/// <remarks>
/// An auditor of disclosure by linear constraints (Fellegi 1972; Fischetti, Salazar-González 2001), with a witness for every
/// claim: what is not proven is not told.
/// </remarks>
internal sealed class ToldCounts
{
    private const int MostSearches = 40;
    private readonly long[] _truth;
    private readonly int _span;
    private readonly List<Bound> _told = [];
    private readonly List<Curve> _curves = [];
    private readonly List<double[]> _hidden = [];
    private readonly List<Bound[]> _open = [];
    private List<long[]> _others;
    private int _searches;
    private const int MostSteps = 4000;

    /// <param name="truth">The counts.</param>
    /// <param name="span">How far apart the values that fit a hidden sum are at least.</param>
    public ToldCounts(long[] truth, int span) => (_truth, _span, _others) = (truth, span, [truth]);

    /// <summary>The counts.</summary>
    public IReadOnlyList<long> Truth => _truth;

    /// <summary>What is told.</summary>
    public IReadOnlyList<Bound> Told => _told;

    /// <summary>The sums that are kept hidden.</summary>
    public IReadOnlyList<double[]> Hidden => _hidden;

    /// <summary>Counts that fit all that is told, the true ones first.</summary>
    public IReadOnlyList<long[]> Fitting => _others;

    /// <summary>The sum of counts by their weights.</summary>
    public static double Sum(double[] weights, IReadOnlyList<long> counts) => new Bound(weights, 0, 0).At(counts);

    /// <summary>Tells a sum that is known anyway.</summary>
    public void Tell(Bound bound)
    {
        _told.Add(bound);
        _others = [.. _others.Where(bound.Fits)];
    }

    /// <summary>Offers counts as an example of what fits; those that do not are left.</summary>
    public void Offer(IEnumerable<long[]> examples) => _others.AddRange(examples.Where(counts => _told.All(bound => bound.Fits(counts)) && _curves.All(curve => curve.Fits(counts))));

    /// <summary>Keeps a sum hidden from now on.</summary>
    /// <returns>Whether it is hidden by what is told already.</returns>
    public bool Hide(double[] weights)
    {
        _hidden.Add(weights);
        return TryTell([], [], []);
    }

    /// <summary>Keeps some counts possible from now on.</summary>
    /// <returns>Whether they are by what is told already.</returns>
    public bool KeepOpen(params Bound[] counts)
    {
        return TryTell([], [], [counts]);
    }

    /// <summary>Tells more, if everything hidden stays hidden.</summary>
    public bool TryTell(params ReadOnlySpan<Bound> bounds) => TryTell([.. bounds], [], []);

    /// <summary>Tells figures, if everything hidden stays hidden.</summary>
    public bool TryTell(params ReadOnlySpan<Curve> curves) => TryTell([], [.. curves], []);

    /// <summary>Tells more and keeps counts possible, if everything hidden stays hidden.</summary>
    public bool TryTell(IReadOnlyList<Bound> bounds, IReadOnlyList<Curve> figures, IReadOnlyList<Bound[]> open)
    {
        _searches = 0;
        Facts facts = new([.. _told, .. bounds], [.. _curves, .. figures]);
        List<Bound[]> kept = [.. _open, .. open];
        List<long[]> others = [.. _others.Where(counts => bounds.All(bound => bound.Fits(counts)) && figures.All(curve => curve.Fits(counts)))];
        foreach (var must in kept.Where(must => !others.Any(counts => must.All(bound => bound.Fits(counts)))))
        {
            if (Search(facts, must) is not { } found)
            {
                return false;
            }
            others.Add(found);
        }
        CountWalk? walk = null;
        foreach (var weights in _hidden)
        {
            if (!Spans(weights, others) && !Walk(weights, walk ??= new CountWalk(_truth, facts.Bounds, facts.Curves), others) && (facts.Curves.Count > 0 || !Widen(weights, facts, others)))
            {
                return false;
            }
        }
        _others = others;
        _told.AddRange(bounds);
        _curves.AddRange(figures);
        _open.AddRange(open);
        return true;
    }

    /// <summary>Counts that fit; none where so much was searched for already that what is left is rather not told.</summary>
    private long[]? Search(Facts facts, params Bound[] more)
    {
        if (facts.Curves.Count == 0)
        {
            return Find([]);
        }
        // A figure that is no sum is one beside counts that fit the sums, or beside the true ones, with some more kept as they are there.
        var near = Find([]);
        if (near is null || facts.Curves.All(curve => curve.Fits(near)))
        {
            return near;
        }
        foreach (var at in (long[][])[near, _truth])
        {
            if (Find(facts.Curves.SelectMany(curve => curve.Near(at))) is { } found && facts.Curves.All(curve => curve.Fits(found)))
            {
                return found;
            }
        }
        return null;

        long[]? Find(IEnumerable<Bound> beside) =>
            ++_searches > MostSearches ? null : FittingCounts.Find(_truth, [.. facts.Bounds, .. more, .. beside]);
    }

    private bool Spans(double[] weights, List<long[]> others)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var counts in others)
        {
            var sum = Sum(weights, counts);
            (least, most) = (Math.Min(least, sum), Math.Max(most, sum));
        }
        return most - least >= _span - 1e-7;
    }

    private bool Walk(double[] weights, CountWalk walk, List<long[]> others)
    {
        var (least, most) = (others.Min(counts => Sum(weights, counts)), others.Max(counts => Sum(weights, counts)));
        if (walk.Toward(weights, least + _span, MostSteps) is { } above)
        {
            others.Add(above);
            most = Math.Max(most, Sum(weights, above));
        }
        if (most - least < _span && walk.Toward(weights, most - _span, MostSteps) is { } below)
        {
            others.Add(below);
        }
        return Spans(weights, others);
    }

    private bool Widen(double[] weights, Facts facts, List<long[]> others)
    {
        var truth = Sum(weights, _truth);
        if (Find(new Bound(weights, truth + _span, double.PositiveInfinity)))
        {
            return true;
        }
        for (var least = 0.0; least < truth; least++)
        {
            if (Find(new Bound(weights, double.NegativeInfinity, least)))
            {
                return Find(new Bound(weights, Sum(weights, others[^1]) + _span, double.PositiveInfinity)) && Spans(weights, others);
            }
        }
        return false;

        bool Find(Bound bound)
        {
            if (Search(facts, bound) is not { } found)
            {
                return false;
            }
            others.Add(found);
            return true;
        }
    }

    private sealed record Facts(IReadOnlyList<Bound> Bounds, IReadOnlyList<Curve> Curves);
}

/// <summary>A figure that is no sum of counts, and what it lies between as it is told.</summary>
/// <param name="Of">The figure of some counts.</param>
/// <param name="Near">What holds it between, beside some counts: sums that are sufficient.</param>
/// <param name="Low">The least that is told as the same.</param>
/// <param name="High">The most.</param>
internal sealed record Curve(Func<IReadOnlyList<long>, double> Of, Func<IReadOnlyList<long>, IEnumerable<Bound>> Near, double Low, double High)
{
    /// <summary>Whether counts have the figure as it is told.</summary>
    public bool Fits(IReadOnlyList<long> counts) => Misfit(Of(counts)) == 0;

    /// <summary>How far a value is from what is told, in units of what is told as the same.</summary>
    public double Misfit(double value) => double.IsNaN(value) ? 1000 : value <= Low + 1e-9 ? (Low + 2e-9 - value) * 2 / (High - Low) : value >= High - 1e-9 ? (value - High + 2e-9) * 2 / (High - Low) : 0;
}
