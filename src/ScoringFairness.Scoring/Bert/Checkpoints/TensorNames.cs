namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The names that tensors have in checkpoints of different ages and origins.</summary>
internal static class TensorNames
{
    /// <summary>The embedding of words.</summary>
    public const string WordEmbeddings = "bert.embeddings.word_embeddings.weight";

    /// <summary>The output of a masked language model: the same matrix as <see cref="WordEmbeddings"/>, where the two are tied.</summary>
    public const string TiedToWordEmbeddings = "cls.predictions.decoder.weight";

    /// <summary>What guesses masked tokens.</summary>
    public const string MaskedLanguageHead = "cls.predictions.";

    private static readonly string[] WithoutPrefix = ["embeddings.", "encoder.", "pooler."];
    private static readonly string[] Heads = ["cls.", "classifier.", "qa_outputs.", "ordinal.", "input."];

    /// <summary>
    /// The name of today: LayerNorm's gamma and beta (as TensorFlow's first checkpoints had them) are its weight and bias, and
    /// an encoder saved without a head has no prefix "bert.".
    /// </summary>
    public static string Canonical(string stored)
    {
        var name = Array.Exists(WithoutPrefix, part => stored.StartsWith(part, StringComparison.Ordinal)) ? "bert." + stored : stored;
        if (name.EndsWith(".LayerNorm.gamma", StringComparison.Ordinal)) return name[..^"gamma".Length] + "weight";
        return name.EndsWith(".LayerNorm.beta", StringComparison.Ordinal) ? name[..^"beta".Length] + "bias" : name;
    }

    /// <summary>
    /// Whether a tensor is left out on purpose: the heads of other tasks, and of this one (a fit trains a head of its own, whatever
    /// head it is), and constants that some versions stored beside the weights.
    /// </summary>
    public static bool IsLeftOut(string canonical) =>
        Array.Exists(Heads, head => canonical.StartsWith(head, StringComparison.Ordinal))
        || canonical is "bert.embeddings.position_ids" or "bert.embeddings.token_type_ids";
}
