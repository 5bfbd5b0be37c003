namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A tensor of a checkpoint's file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, as safetensors writes it: F32, …</param>
/// <param name="Shape">Its sizes; none for a single number.</param>
internal abstract record TensorEntry(string Name, string Type, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>The shape in words: [30522, 768].</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
