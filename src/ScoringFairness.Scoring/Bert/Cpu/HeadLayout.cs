using System.Numerics.Tensors;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>Rows of tokens to rows of heads and back: [B · S, A · d] and [B · A, S, d].</summary>
/// <param name="Texts">B.</param>
/// <param name="Length">S.</param>
/// <param name="Heads">A.</param>
internal readonly record struct HeadLayout(int Texts, int Length, int Heads)
{
    /// <summary>Splits one text's rows into its heads.</summary>
    /// <param name="text">The text's number.</param>
    /// <param name="rows">[B · S, n · A · d]: several tables side by side.</param>
    /// <param name="table">Which of them.</param>
    /// <param name="bias">[A · d]: added to each row; empty: nothing is.</param>
    /// <param name="heads">[B · A, S, d].</param>
    public void Split(int text, ReadOnlySpan<float> rows, int table, ReadOnlySpan<float> bias, Span<float> heads)
    {
        var width = WidthOf(heads);
        for (var token = 0; token < Length; token++)
            for (var head = 0; head < Heads; head++)
            {
                var from = rows.Slice(Place(text, token, table * Heads + head, rows.Length, width), width);
                var to = heads.Slice(((text * Heads + head) * Length + token) * width, width);
                if (bias.IsEmpty) from.CopyTo(to);
                else TensorPrimitives.Add(from, bias.Slice(head * width, width), to);
            }
    }

    /// <summary>Puts one text's heads together into rows.</summary>
    /// <param name="text">The text's number.</param>
    /// <param name="heads">[B · A, S, d].</param>
    /// <param name="rows">[B · S, n · A · d]: several tables side by side.</param>
    /// <param name="table">Which of them.</param>
    /// <param name="sums">[A · d]: the rows are added to it; empty: they are not.</param>
    public void Join(int text, ReadOnlySpan<float> heads, Span<float> rows, int table, Span<float> sums)
    {
        var width = WidthOf(heads);
        for (var token = 0; token < Length; token++)
            for (var head = 0; head < Heads; head++)
            {
                var from = heads.Slice(((text * Heads + head) * Length + token) * width, width);
                from.CopyTo(rows.Slice(Place(text, token, table * Heads + head, rows.Length, width), width));
                if (!sums.IsEmpty) TensorPrimitives.Add(sums.Slice(head * width, width), from, sums.Slice(head * width, width));
            }
    }

    private int WidthOf(ReadOnlySpan<float> heads) => heads.Length / (Texts * Length * Heads);

    /// <summary>Where a head's part of a token's row begins; the heads of all tables are counted through.</summary>
    private int Place(int text, int token, int head, int floats, int width) =>
        (text * Length + token) * (floats / (Texts * Length)) + head * width;
}
