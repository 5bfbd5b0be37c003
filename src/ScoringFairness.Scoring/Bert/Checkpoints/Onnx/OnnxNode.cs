namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>An operation of an ONNX graph on two operands.</summary>
/// <param name="Operation">Its kind.</param>
/// <param name="Left">The first operand.</param>
/// <param name="Right">The second.</param>
/// <param name="Output">What it gives.</param>
internal sealed record OnnxNode(string Operation, string Left, string Right, string Output)
{
    /// <summary>A product of matrices.</summary>
    public const string Product = "MatMul";

    /// <summary>A sum.</summary>
    public const string Sum = "Add";
}
