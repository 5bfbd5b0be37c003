namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>A text as the model reads it: [CLS] pieces [SEP], once, or once for each window of a long text.</summary>
internal sealed record TokenizedText(IReadOnlyList<int[]> Windows)
{
    /// <summary>Tokens of the longest window.</summary>
    public int Longest { get; } = Windows.Max(window => window.Length);

    /// <summary>Tokens of all windows.</summary>
    public int Tokens { get; } = Windows.Sum(window => window.Length);

    /// <summary>What the layers that are not trained made of it; null: they are gone through each time.</summary>
    public FrozenText? Frozen { get; init; }

    /// <summary>Numbers of the text that stand beside what the model makes of its tokens; none where none are asked for.</summary>
    public IReadOnlyList<float> Features { get; init; } = [];

    /// <summary>A text of one window.</summary>
    public static implicit operator TokenizedText(int[] ids) => new([ids]);
}
