namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>What the head sees of the hidden states of a response's tokens.</summary>
public enum Pooling
{
    /// <summary>The first token's last hidden state, through BERT's own pooler: what BERT was pre-trained with.</summary>
    Cls,

    /// <summary>The mean of the last hidden states of all tokens that are read: what sentence encoders were trained with.</summary>
    Mean,

    /// <summary>The largest of the last hidden states, number by number.</summary>
    Max,

    /// <summary>
    /// The means of every layer's hidden states, one after the other: lower layers hold what essays are scored by (spelling, grammar,
    /// length), and the last one of a sentence encoder was trained to forget it.
    /// </summary>
    Layers,
}
