using ScoringFairness.Scoring.Bert.Autograd;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Cpu;

/// <summary>A layer's attention block, softmax and LayerNorm included, as one step of the graph with its gradient written out.</summary>
internal sealed class AttentionFunction : autograd.SingleTensorFunction<AttentionFunction>
{
    public override string Name => nameof(AttentionFunction);

    /// <param name="x">[B · S, H].</param>
    /// <param name="block">The block's weights and shape.</param>
    /// <returns>[B · S, H].</returns>
    public static Tensor Apply(Tensor x, AttentionBlock block) => Gradients.AreNeeded(x, block.Query.Weight)
        ? apply(x, block.Query.Weight, block)
        : Forward(x, block, save: false).Result;

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var (x, block) = ((Tensor)vars[0], (AttentionBlock)vars[2]);
        var (result, saved) = Forward(x, block, save: true);
        SavedTensors<AttentionBlock>.Save(ctx, block, [x, .. saved]);
        return result.MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient) => SavedTensors<AttentionBlock>.Backward(ctx, 3, (block, saved) =>
    {
        var (x, query, key, value, weights, attended) = (saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]);
        var (ofX, ofAttended) = block.Output.Backward(gradient, attended, saved[6], saved[7]);
        var ofHeads = block.Split(ofAttended);
        var (ofQuery, ofKey, ofValue) = (empty_like(query), empty_like(key), empty_like(value));
        foreach (var (first, count) in block.Groups())
        {
            using var group = NewDisposeScope();
            Tensor Of(Tensor heads) => heads.narrow(0, first, count);
            var ofWeights = Of(ofHeads).bmm(Of(value).transpose(1, 2));
            var dropped = empty_like(ofWeights);
            RowBlocks.Each(count, at => AttentionWeights.Backward(
                block.Table(weights, first + at), block.Table(dropped, at), block.Table(ofWeights, at),
                block.Scale, block.Length, block.Dropout, block.Element(first + at)));
            Of(ofValue).copy_(dropped.transpose(1, 2).bmm(Of(ofHeads)));
            Of(ofQuery).copy_(ofWeights.bmm(Of(key)));
            Of(ofKey).copy_(ofWeights.transpose(1, 2).bmm(Of(query)));
        }
        var rows = empty(x.shape[0], 3 * x.shape[1]);
        var sums = new[] { ofQuery, ofKey, ofValue }.Select((heads, table) => block.Join(heads, rows, table)).ToArray();
        var ofProjections = block.Query.Weight.requires_grad ? rows.t().mm(x).chunk(3) : [];
        foreach (var (table, product) in block.Projections.Index()) product.Accumulate(ofProjections.ElementAtOrDefault(table), sums[table]);
        ofX.addmm_(rows, block.Weights());
        return ofX;
    });

    private static (Tensor Result, Tensor[] Saved) Forward(Tensor x, AttentionBlock block, bool save)
    {
        using var noGradient = no_grad();
        var rows = x.mm(block.Weights().t());
        Tensor Heads(int table) => block.Split(rows, table, block.Projections[table].Bias);
        var (query, key, value) = (Heads(0), Heads(1), Heads(2));
        var heads = empty_like(query);
        var weights = save ? empty(query.shape[0], block.Length, block.Length) : null;
        foreach (var (first, count) in block.Groups())
        {
            using var group = NewDisposeScope();
            Tensor Of(Tensor all) => all.narrow(0, first, count);
            var scores = Of(query).bmm(Of(key).transpose(1, 2));
            RowBlocks.Each(count, at => AttentionWeights.Forward(
                block.Table(scores, at), weights is null ? [] : block.Table(weights, first + at), block.MaskOf(first + at),
                block.Scale, block.Length, block.Dropout, block.Element(first + at)));
            Of(heads).copy_(scores.bmm(Of(value)));
        }
        var attended = block.Join(heads);
        var (result, normal, deviations) = block.Output.Forward(attended, x);
        return (result, save ? [query, key, value, weights!, attended, normal, deviations] : []);
    }
}
