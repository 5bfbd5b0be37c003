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
    private readonly List<double[]> _hidden = [];
    private readonly List<Bound[]> _open = [];
    private List<long[]> _others;
    private int _searches;

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
    public void Offer(IEnumerable<long[]> examples) => _others.AddRange(examples.Where(counts => _told.All(bound => bound.Fits(counts))));

    /// <summary>Keeps a sum hidden from now on.</summary>
    /// <returns>Whether it is hidden by what is told already.</returns>
    public bool Hide(double[] weights)
    {
        _hidden.Add(weights);
        return TryTell();
    }

    /// <summary>Keeps some counts possible from now on.</summary>
    /// <returns>Whether they are by what is told already.</returns>
    public bool KeepOpen(params Bound[] counts)
    {
        _open.Add(counts);
        return TryTell();
    }

    /// <summary>Tells more, if everything hidden stays hidden.</summary>
    public bool TryTell(params ReadOnlySpan<Bound> bounds)
    {
        _searches = 0;
        Bound[] more = [.. bounds];
        List<Bound> told = [.. _told, .. more];
        List<long[]> others = [.. _others.Where(counts => more.All(bound => bound.Fits(counts)))];
        foreach (var must in _open.Where(must => !others.Any(counts => must.All(bound => bound.Fits(counts)))))
        {
            if (Search([.. told, .. must]) is not { } found)
            {
                return false;
            }
            others.Add(found);
        }
        foreach (var weights in _hidden)
        {
            if (!Spans(weights, others) && !Widen(weights, told, others))
            {
                return false;
            }
        }
        _others = others;
        _told.AddRange(more);
        return true;
    }

    /// <summary>Counts that fit; none where so much was searched for already that what is left is rather not told.</summary>
    private long[]? Search(IReadOnlyList<Bound> told) => ++_searches > MostSearches ? null : FittingCounts.Find(_truth.Length, told);

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

    private bool Widen(double[] weights, List<Bound> told, List<long[]> others)
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
            if (Search([.. told, bound]) is not { } found)
            {
                return false;
            }
            others.Add(found);
            return true;
        }
    }
}
