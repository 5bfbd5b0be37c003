namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>The sizes of BERT that start from random weights.</summary>
internal enum ScratchSize
{
    /// <summary>2 layers × 128, 2 heads.</summary>
    Tiny,

    /// <summary>4 layers × 256, 4 heads.</summary>
    Mini,
}
