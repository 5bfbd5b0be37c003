using ScoringFairness.Service.Host.Disclosure;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>
/// The tables of a few items as one. What is of all of them is decided before what is of each: an item's figures are told only where
/// those of all leave room for them.
/// </summary>
internal sealed class JointTables
{
    private readonly IReadOnlyList<TableProof?> _items;
    private readonly int _size;

    /// <param name="items">What can be told of the items alone; null where an item has nothing of the group.</param>
    /// <param name="span">How far apart the values that fit a hidden sum are at least.</param>
    /// <param name="steps">Steps of walks that may be taken.</param>
    public JointTables(IReadOnlyList<TableProof?> items, int span, long steps)
    {
        _items = items;
        Cells = [.. Proofs.SelectMany(item => item.Proof.Cells)];
        long[] truth = [.. Proofs.SelectMany(item => item.Proof.Told.Truth)];
        _size = truth.Length;
        Told = new ToldCounts(truth, span, steps);
        foreach (var (from, item) in Proofs)
        {
            foreach (var bound in item.Known)
            {
                Told.Tell(Widened(bound, from));
            }
            Told.Offer(item.Told.Fitting.Skip(1).Select(fitting =>
            {
                var all = (long[])truth.Clone();
                fitting.CopyTo(all, from);
                return all;
            }));
        }
        Told.Hide(Proofs.SelectMany(item => item.Proof.Told.Hidden.Select(hidden => Widened(hidden, item.From))));
    }

    /// <summary>The counts' human and machine levels.</summary>
    public IReadOnlyList<(int Human, int Machine)> Cells { get; }

    /// <summary>What is told of all.</summary>
    public ToldCounts Told { get; }

    /// <summary>Tells the items' figures, as far as they leave hidden what is hidden.</summary>
    /// <returns>By item: how much is told of it.</returns>
    public IReadOnlyList<ToldTable> TellItems(IReadOnlyList<ToldTable> items)
    {
        var told = items.ToArray();
        foreach (var (item, (from, proof)) in _items.Index().Where(item => item.Item is not null).Select(item => item.Index).Zip(Proofs))
        {
            Curve[] curves = [.. proof.Told.Curves.Select(curve => curve with { Of = counts => curve.Of(counts.Slice(from, proof.Cells.Count)) })];
            var isFirst = Told.TryTell([.. proof.First.Select(bound => Widened(bound, from))], curves, []);
            if (!isFirst || !Told.TryTell([.. proof.Rest.Select(bound => Widened(bound, from))]))
            {
                told[item] = items[item].Less(isFirst);
            }
        }
        return told;
    }

    private IEnumerable<(int From, TableProof Proof)> Proofs
    {
        get
        {
            var from = 0;
            foreach (var item in _items.OfType<TableProof>())
            {
                yield return (from, item);
                from += item.Cells.Count;
            }
        }
    }

    private Bound Widened(Bound bound, int from) => bound with { Weights = Widened(bound.Weights, from) };

    private double[] Widened(double[] weights, int from)
    {
        var wide = new double[_size];
        weights.CopyTo(wide, from);
        return wide;
    }
}
