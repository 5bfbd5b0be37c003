using System.Numerics.Tensors;

namespace ScoringFairness.Scoring.Bert.Kernels;

/// <summary>Rows of tokens to rows of heads and back: [B · S, A · d] and [B · A, S, d].</summary>
/// <param name="Texts">B.</param>
/// <param name="Length">S.</param>
/// <param name="Heads">A.</param>
internal readonly record struct HeadLayout(int Texts, int Length, int Heads)
{
    /// <summary>Splits one text's rows into its heads.</summary>
    /// <param name="text">The text's number.</param>
    /// <param name="rows">[B · S, A · d].</param>
    /// <param name="bias">[A · d]: added to each row; empty: nothing is.</param>
    /// <param name="heads">[B · A, S, d].</param>
    public void Split(int text, ReadOnlySpan<float> rows, ReadOnlySpan<float> bias, Span<float> heads)
    {
        var width = rows.Length / (Texts * Length * Heads);
        for (var token = 0; token < Length; token++)
            for (var head = 0; head < Heads; head++)
            {
                var from = rows.Slice(((text * Length + token) * Heads + head) * width, width);
                var to = heads.Slice(((text * Heads + head) * Length + token) * width, width);
                if (bias.IsEmpty) from.CopyTo(to);
                else TensorPrimitives.Add(from, bias.Slice(head * width, width), to);
            }
    }

    /// <summary>Puts one text's heads together into rows.</summary>
    /// <param name="text">The text's number.</param>
    /// <param name="heads">[B · A, S, d].</param>
    /// <param name="rows">[B · S, A · d].</param>
    /// <param name="sums">[A · d]: the rows are added to it; empty: they are not.</param>
    public void Join(int text, ReadOnlySpan<float> heads, Span<float> rows, Span<float> sums)
    {
        var width = rows.Length / (Texts * Length * Heads);
        for (var token = 0; token < Length; token++)
            for (var head = 0; head < Heads; head++)
            {
                var from = heads.Slice(((text * Heads + head) * Length + token) * width, width);
                from.CopyTo(rows.Slice(((text * Length + token) * Heads + head) * width, width));
                if (!sums.IsEmpty) TensorPrimitives.Add(sums.Slice(head * width, width), from, sums.Slice(head * width, width));
            }
    }
}
