namespace ScoringFairness.Scoring.Bert.Devices;

/// <summary>What the matrix products of the encoder are computed in. Weights, their updates and the loss are float32 in any case.</summary>
public enum TorchPrecision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>
    /// Operands rounded to bfloat16, which has float32's range and 8 of its 24 bits, so that no loss has to be scaled. Micikevicius
    /// et al. (2018), arXiv 1710.03740; Kalamkar et al. (2019), arXiv 1905.12322.
    /// </summary>
    BFloat16,
}
