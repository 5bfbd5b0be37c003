namespace ScoringFairness.Service.Host.Disclosure;

/// <summary>
/// What is told of some counts, and a proof that it does not tell the hidden ones: other counts that fit all that is told, so that
/// what fits of each hidden sum spans at least a given number.
/// </summary>
/// <remarks>
/// An auditor of disclosure (Fellegi 1972; Fischetti, Salazar-González 2001) with a witness for every claim: what is not proven is not
/// told. A linear relaxation tells what cannot be; a walk finds what can.
/// </remarks>
internal sealed class ToldCounts
{
    private const int FewSteps = 400;
    private const int Steps = 4_000;
    private const int MoreSteps = 40_000;
    private const int StepsOfSystem = 300;
    private readonly long[] _truth;
    private readonly int _span;
    private readonly List<Bound> _told = [];
    private readonly List<Curve> _curves = [];
    private readonly List<double[]> _hidden = [];
    private readonly List<Bound[]> _open = [];
    private List<long[]> _others;
    private long _stepsLeft;

    /// <param name="truth">The counts.</param>
    /// <param name="span">How far apart the values that fit a hidden sum are at least.</param>
    /// <param name="steps">Steps of walks that it may take; what they do not prove is not told.</param>
    public ToldCounts(long[] truth, int span, long steps) => (_truth, _span, _others, _stepsLeft) = (truth, span, [truth], steps);

    /// <summary>The counts.</summary>
    public IReadOnlyList<long> Truth => _truth;

    /// <summary>What is told.</summary>
    public IReadOnlyList<Bound> Told => _told;

    /// <summary>The sums that are kept hidden.</summary>
    public IReadOnlyList<double[]> Hidden => _hidden;

    /// <summary>The figures that are told and are no sums.</summary>
    public IReadOnlyList<Curve> Curves => _curves;

    /// <summary>Counts that fit all that is told, the true ones first.</summary>
    public IReadOnlyList<long[]> Fitting => _others;

    /// <summary>Whether it searches long before it gives up.</summary>
    public bool IsPatient { get; set; } = true;

    /// <summary>The sum of counts by their weights.</summary>
    public static double Sum(double[] weights, IReadOnlyList<long> counts) => new Bound(weights, 0, 0).At(counts);

    /// <summary>Tells a sum that is known anyway.</summary>
    public void Tell(Bound bound)
    {
        _told.Add(bound);
        _others = [.. _others.Where(bound.Fits)];
    }

    /// <summary>Tells a figure that is known anyway.</summary>
    public void Tell(Curve curve)
    {
        _curves.Add(curve);
        _others = [.. _others.Where(counts => curve.Fits(counts))];
    }

    /// <summary>Offers counts as an example of what fits; those that do not are left.</summary>
    public void Offer(IEnumerable<long[]> examples) =>
        _others.AddRange(examples.Where(counts => _told.All(bound => bound.Fits(counts)) && _curves.All(curve => curve.Fits(counts))));

    /// <summary>Keeps sums hidden from now on.</summary>
    /// <returns>Whether they are hidden by what is told already.</returns>
    public bool Hide(IEnumerable<double[]> weights)
    {
        _hidden.AddRange(weights);
        return TryTell([], [], []);
    }

    /// <summary>Tells more, if everything hidden stays hidden.</summary>
    public bool TryTell(params IReadOnlyList<Bound> bounds) => TryTell(bounds, [], []);

    /// <summary>Tells sums and figures and keeps some counts possible from now on, if everything hidden stays hidden.</summary>
    public bool TryTell(IReadOnlyList<Bound> bounds, IReadOnlyList<Curve> curves, IReadOnlyList<Bound[]> open)
    {
        List<Bound> told = [.. _told, .. bounds];
        List<Curve> figures = [.. _curves, .. curves];
        List<long[]> others = [.. _others.Where(counts => bounds.All(bound => bound.Fits(counts)) && curves.All(curve => curve.Fits(counts)))];
        CountWalk? walk = null;
        foreach (var must in _open.Concat(open).Where(must => !others.Any(counts => must.All(bound => bound.Fits(counts)))))
        {
            if (!IsPossible(told, must) || Walk(MoreSteps, own => own.Meet(must, MoreSteps) is { } met ? [met] : []) is not [var found])
            {
                return false;
            }
            others.Add(found);
        }
        List<HiddenSum> sums = [.. _hidden.Select(weights => new HiddenSum(weights))];
        foreach (var counts in others)
        {
            sums.ForEach(sum => sum.Take(counts, _span));
        }
        // Most are found soon; of the rest those that cannot be are told from those that take longer.
        foreach (var sum in sums)
        {
            Widen(sum, FewSteps);
        }
        if (sums.Any(sum => !sum.Spans(_span) && !IsPossible(told, new Bound(sum.Weights, _span, double.PositiveInfinity))))
        {
            return false;
        }
        foreach (var sum in sums)
        {
            Widen(sum, Steps);
            Widen(sum, IsPatient ? MoreSteps : 0);
            if (!sum.Spans(_span))
            {
                return false;
            }
        }
        _others = Enough(others, [.. _open, .. open]);
        _told.AddRange(bounds);
        _curves.AddRange(curves);
        _open.AddRange(open);
        return true;

        void Widen(HiddenSum sum, int steps)
        {
            foreach (var sign in (int[])[1, -1])
            {
                if (!sum.Spans(_span) && steps > 0)
                {
                    others.AddRange(Walk(steps, own => own.Widen(sums, sum, sign, _span, steps)));
                }
            }
        }

        IReadOnlyList<long[]> Walk(int steps, Func<CountWalk, IReadOnlyList<long[]>> find)
        {
            if (_stepsLeft < steps)
            {
                return [];
            }
            walk ??= new CountWalk(_truth, told, figures);
            var before = walk.Taken;
            IReadOnlyList<long[]> found =
                [.. find(walk).Where(counts => told.All(bound => bound.Fits(counts)) && figures.All(curve => curve.Fits(counts)))];
            _stepsLeft -= walk.Taken - before;
            return found;
        }
    }

    /// <summary>Whether numbers, if they need not be whole, can fit.</summary>
    private bool IsPossible(IReadOnlyList<Bound> told, params ReadOnlySpan<Bound> more)
    {
        _stepsLeft -= StepsOfSystem;
        return _stepsLeft > 0 && LinearSystem.Solve(_truth, [.. told, .. more]) is not null;
    }

    /// <summary>The true counts, what is kept open, and of the rest the least and the most of each hidden sum.</summary>
    private List<long[]> Enough(List<long[]> others, IReadOnlyList<Bound[]> open)
    {
        var kept = new HashSet<long[]> { others[0] };
        foreach (var must in open)
        {
            kept.Add(others.First(counts => must.All(bound => bound.Fits(counts))));
        }
        foreach (var weights in _hidden)
        {
            kept.Add(others.MinBy(counts => Sum(weights, counts))!);
            kept.Add(others.MaxBy(counts => Sum(weights, counts))!);
        }
        return [.. others.Where(kept.Contains)];
    }
}
