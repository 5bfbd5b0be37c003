using ScoringFairness.Scoring.Bert.Devices;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>The weights and the shape of an attention block: B texts of S tokens, A heads of width d.</summary>
internal sealed class AttentionBlock
{
    /// <summary>Scores that are worked on together: a megabyte, so that they stay in the cache between two products.</summary>
    private const int ScoresOfGroup = 256 * 1024;

    /// <summary>The product that gives the queries.</summary>
    public required Product Query { get; init; }

    /// <summary>The product that gives the keys.</summary>
    public required Product Key { get; init; }

    /// <summary>The product that gives the values.</summary>
    public required Product Value { get; init; }

    /// <summary>What comes after the heads.</summary>
    public required ResidualOutput Output { get; init; }

    /// <summary>B, S, and A.</summary>
    public required HeadLayout Layout { get; init; }

    /// <summary>[B, 1, 1, S]: added to the scores of each text; null: nothing is masked.</summary>
    public Tensor? Mask { get; init; }

    /// <summary>What is dropped of the weights.</summary>
    public required DropoutMask Dropout { get; init; }

    /// <summary>S.</summary>
    public int Length => Layout.Length;

    /// <summary>1 / √d.</summary>
    public float Scale => (float)(1 / Math.Sqrt((double)Query.Weight.shape[0] / Layout.Heads));

    /// <summary>Those three, in that order.</summary>
    public Product[] Projections => [Query, Key, Value];

    /// <summary>Their weights one below the other, [3 H, H]: one large product does better than three small ones.</summary>
    public Tensor Weights() => cat([Query.Weight, Key.Weight, Value.Weight]);

    /// <summary>One of the tables that rows have side by side, by heads. [B · S, n · H] → [B · A, S, d].</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="table">Which table.</param>
    /// <param name="bias">[H]: added to its rows; null: nothing is.</param>
    public Tensor Split(Tensor rows, int table = 0, Tensor? bias = null)
    {
        var heads = empty(Layout.Texts * Layout.Heads, Length, Query.Weight.shape[0] / Layout.Heads);
        RowBlocks.Each(Layout.Texts, text => Layout.Split(text, rows.Floats(), table, bias is null ? [] : bias.Floats(), heads.Floats()));
        return heads;
    }

    /// <summary>[B · A, S, d] → [B · S, H].</summary>
    public Tensor Join(Tensor heads)
    {
        var rows = empty(Layout.Texts * Length, Layout.Heads * heads.shape[2]);
        RowBlocks.Each(Layout.Texts, text => Layout.Join(text, heads.Floats(), rows.Floats(), 0, []));
        return rows;
    }

    /// <summary>As <see cref="Join(Tensor)"/>, into one of the tables that rows have side by side.</summary>
    /// <returns>The sums of its rows, [H].</returns>
    public float[] Join(Tensor heads, Tensor rows, int table)
    {
        var width = Layout.Heads * (int)heads.shape[2];
        var sums = new float[Layout.Texts * width];
        RowBlocks.Each(Layout.Texts, text => Layout.Join(text, heads.Floats(), rows.Floats(), table, sums.AsSpan(text * width, width)));
        return RowBlocks.Total(sums, width);
    }

    /// <summary>Heads of all texts, in groups whose scores stay in the cache.</summary>
    public IEnumerable<(int First, int Count)> Groups()
    {
        var heads = Layout.Texts * Layout.Heads;
        var most = Math.Max(1, ScoresOfGroup / (Length * Length));
        for (var first = 0; first < heads; first += most) yield return (first, Math.Min(most, heads - first));
    }

    /// <summary>The table of scores of one head. tables: [heads, S, S].</summary>
    public Span<float> Table(Tensor tables, int head) => tables.Floats().Slice(head * Length * Length, Length * Length);

    /// <summary>What is added to the scores of a head's text, [S]; empty where nothing is.</summary>
    public ReadOnlySpan<float> MaskOf(int head) => Mask is null ? [] : Mask.Floats().Slice(head / Layout.Heads * Length, Length);

    /// <summary>A head's first place in the dropout mask.</summary>
    public uint Element(int head) => (uint)(head * Length * Length);
}
