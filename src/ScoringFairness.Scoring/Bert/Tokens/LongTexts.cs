namespace ScoringFairness.Scoring.Bert.Tokens;

/// <summary>What is read of a text with more tokens than the limit. Sun, Qiu, Xu, Huang (2019), arXiv 1905.05583, section 5.2.</summary>
public enum LongTexts
{
    /// <summary>Its beginning.</summary>
    Head,

    /// <summary>Its end.</summary>
    Tail,

    /// <summary>Its beginning and its end, one quarter and three quarters of the limit (128 and 382 of 510 there).</summary>
    HeadTail,

    /// <summary>All of it, in windows as long as the limit whose pooled outputs are averaged; of very long texts the first windows.</summary>
    Windows,
}
