namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>An initializer of an ONNX graph.</summary>
/// <param name="Name">The checkpoint's name of it, or the graph's own.</param>
/// <param name="Type">Its element type, as safetensors writes it: F32, …</param>
/// <param name="Shape">Its sizes as a checkpoint has them, turned round where <paramref name="IsTransposed"/>.</param>
/// <param name="Offset">Where its bytes begin, counted from the model's first byte; null where they do not lie in the model's bytes.</param>
/// <param name="IsTransposed">Whether it is stored [in, out], as a factor of a product, where a checkpoint has [out, in].</param>
internal sealed record OnnxTensor(string Name, string Type, IReadOnlyList<long> Shape, long? Offset, bool IsTransposed = false)
    : TensorEntry(Name, Type, Shape)
{
    /// <summary>
    /// Whether it is a constant of the graph rather than a weight: whole numbers and truths (shapes, indices, position ids), and
    /// single numbers (roots, epsilons).
    /// </summary>
    public bool IsConstant => Type is "I64" or "I32" or "BOOL" || (Shape.Count <= 1 && Count <= 1);

    /// <summary>It as the factor of a product, by the name that the product's bias tells.</summary>
    public OnnxTensor AsFactor(string name) => this with { Name = name, Shape = [Shape[1], Shape[0]], IsTransposed = true };
}
