namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>The checkpoint's names of a graph's weights.</summary>
/// <remarks>
/// An export keeps the names of all weights but those of dense layers: such a one is the second factor of a product, [in, out], under a
/// name of the exporter's, and the bias that is added to the product has its layer's name.
/// </remarks>
internal static class OnnxNames
{
    private const string Bias = ".bias";
    private const string Weight = ".weight";

    /// <summary>The weights; constants of the graph are left out.</summary>
    /// <exception cref="FormatException">A factor of products is that of two layers, or two tensors have one name.</exception>
    public static IReadOnlyList<OnnxTensor> Weights(OnnxGraph graph)
    {
        var layers = Layers(graph);
        var weights = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializers.Values.Where(tensor => !tensor.IsConstant))
        {
            var weight = layers.TryGetValue(tensor.Name, out var layer) && tensor.Shape.Count == 2 ? tensor.AsFactor(layer + Weight) : tensor;
            if (!weights.TryAdd(weight.Name, weight)) throw new FormatException($"tensor {weight.Name} stands in it twice, once as {tensor.Name}");
        }
        return [.. weights.Values];
    }

    /// <summary>The layer of each factor, by the bias that is added to its product.</summary>
    private static Dictionary<string, string> Layers(OnnxGraph graph)
    {
        var factors = graph.Nodes.Where(node => node.Operation == OnnxNode.Product && graph.Initializers.ContainsKey(node.Right))
            .GroupBy(node => node.Output, StringComparer.Ordinal).ToDictionary(nodes => nodes.Key, nodes => nodes.First().Right, StringComparer.Ordinal);
        var layers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sum in graph.Nodes.Where(node => node.Operation == OnnxNode.Sum))
        {
            var (product, bias) = factors.ContainsKey(sum.Left) ? (sum.Left, sum.Right) : (sum.Right, sum.Left);
            if (!factors.TryGetValue(product, out var factor) || !graph.Initializers.ContainsKey(bias)
                || !bias.EndsWith(Bias, StringComparison.Ordinal))
                continue;
            var layer = bias[..^Bias.Length];
            if (!layers.TryAdd(factor, layer) && layers[factor] != layer)
                throw new FormatException($"tensor {factor} is a factor of both {layers[factor]} and {layer}");
        }
        return layers;
    }
}
