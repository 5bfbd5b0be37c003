namespace ScoringFairness.Scoring.Attribution;

/// <summary>How a score is shared out among the words of its response.</summary>
public enum AttributionMethod
{
    /// <summary>Of the linear scorer: what each feature adds to the score by its weight, shared out among the words it is made of. Exact.</summary>
    Weights,

    /// <summary>
    /// The length of the score's gradient with respect to a word's vectors: how much it would move, not which way. Simonyan, Vedaldi,
    /// Zisserman (2013), arXiv 1312.6034.
    /// </summary>
    Saliency,

    /// <summary>That gradient times the word's vectors. Shrikumar, Greenside, Kundaje (2017), arXiv 1704.02685.</summary>
    GradientInput,

    /// <summary>
    /// That gradient's mean on the way from no word vectors to the response's, times the word's vectors. Sundararajan, Taly, Yan (2017),
    /// arXiv 1703.01365.
    /// </summary>
    IntegratedGradients,

    /// <summary>Attention through all layers (rollout). Abnar, Zuidema (2020), arXiv 2005.00928.</summary>
    Attention,

    /// <summary>The score less that of the response without the word, wherever it stands. Zeiler, Fergus (2013), arXiv 1311.2901.</summary>
    Occlusion,
}
