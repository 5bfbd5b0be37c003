namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>What a head sees and gives.</summary>
internal sealed record HeadShape
{
    /// <summary>What it sees of the hidden states.</summary>
    public Pooling Pooling { get; init; }

    /// <summary>Numbers of a text that it sees beside them.</summary>
    public int Features { get; init; }

    /// <summary>Whether it gives a number, not levels.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Heads that give a number each.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Numbers of hidden states that it sees.</summary>
    public int Encoded(BertConfig config) => config.HiddenSize * (Pooling == Pooling.Layers ? config.NumHiddenLayers : 1);

    /// <summary>Numbers that it sees.</summary>
    public int Width(BertConfig config) => Encoded(config) + Features;
}
