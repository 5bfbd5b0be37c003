namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>The architecture of a BERT encoder, with the names of a checkpoint's <c>config.json</c>.</summary>
/// <remarks>Devlin, Chang, Lee, Toutanova (2019), arXiv 1810.04805; file layout of Hugging Face <c>BertConfig</c>.</remarks>
internal sealed record BertConfig
{
    /// <summary>Rows of the word embedding (V).</summary>
    public required int VocabSize { get; init; }

    /// <summary>Width of the hidden states (H).</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>Attention heads of each layer; they divide <see cref="HiddenSize"/>.</summary>
    public required int NumAttentionHeads { get; init; }

    /// <summary>Width of the feed-forward block (I).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Most positions that a text may have, special tokens included.</summary>
    public int MaxPositionEmbeddings { get; init; } = 512;

    /// <summary>Rows of the token type embedding.</summary>
    public int TypeVocabSize { get; init; } = 2;

    /// <summary>The activation; only <c>gelu</c>, the erf form, is known.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Dropout of hidden states.</summary>
    public double HiddenDropoutProb { get; init; } = 0.1;

    /// <summary>Dropout of attention probabilities.</summary>
    public double AttentionProbsDropoutProb { get; init; } = 0.1;

    /// <summary>Added to the variance in LayerNorm.</summary>
    public double LayerNormEps { get; init; } = 1e-12;

    /// <summary>Standard deviation of random weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>Row of the word embedding that stands for padding.</summary>
    public int PadTokenId { get; init; }

    /// <summary>The family of the model, where the file names it; only <c>bert</c> is known.</summary>
    public string? ModelType { get; init; } = "bert";

    /// <summary>The kind of position embedding, where the file names it; only <c>absolute</c> is known.</summary>
    public string? PositionEmbeddingType { get; init; }

    /// <summary>Whether the model generates text, which needs another attention.</summary>
    public bool IsDecoder { get; init; }

    /// <summary>The model classes that the file was written for.</summary>
    public IReadOnlyList<string>? Architectures { get; init; }

    /// <summary>Rows of the classifier, where the file names them.</summary>
    public int? NumLabels { get; init; }

    /// <summary>The architecture of <c>scratch:tiny</c> (2 layers × 128) or <c>scratch:mini</c> (4 × 256).</summary>
    public static BertConfig OfScratch(ScratchSize size, int vocabularySize) => size switch
    {
        ScratchSize.Tiny => new()
        {
            VocabSize = vocabularySize,
            HiddenDropoutProb = 0.2,
            HiddenSize = 128,
            NumHiddenLayers = 2,
            NumAttentionHeads = 2,
            IntermediateSize = 512,
        },
        ScratchSize.Mini => new()
        {
            VocabSize = vocabularySize,
            HiddenSize = 256,
            NumHiddenLayers = 4,
            NumAttentionHeads = 4,
            IntermediateSize = 1024,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    /// <summary>Why no model can be made of it, the setting named; null where one can.</summary>
    public string? Problem()
    {
        if (ModelType is not (null or "bert")) return $"model_type is {ModelType}, not bert";
        if (HiddenAct != "gelu") return $"hidden_act is {HiddenAct}; only gelu (erf) is known";
        if (IsDecoder) return "is_decoder is true; only encoders are known";
        if (PositionEmbeddingType is not (null or "absolute"))
            return $"position_embedding_type is {PositionEmbeddingType}; only absolute is known";
        if (VocabSize is < 1 or > 10_000_000) return $"vocab_size is {VocabSize}";
        if (HiddenSize is < 1 or > 16_384) return $"hidden_size is {HiddenSize}";
        if (NumHiddenLayers is < 1 or > 256) return $"num_hidden_layers is {NumHiddenLayers}";
        if (NumAttentionHeads < 1 || HiddenSize % NumAttentionHeads != 0)
            return $"num_attention_heads is {NumAttentionHeads}, which does not divide hidden_size {HiddenSize}";
        if (IntermediateSize is < 1 or > 131_072) return $"intermediate_size is {IntermediateSize}";
        if (MaxPositionEmbeddings is < 3 or > 131_072) return $"max_position_embeddings is {MaxPositionEmbeddings}";
        if (TypeVocabSize is < 1 or > 1024) return $"type_vocab_size is {TypeVocabSize}";
        if (HiddenDropoutProb is not (>= 0 and < 1)) return $"hidden_dropout_prob is {HiddenDropoutProb}";
        if (AttentionProbsDropoutProb is not (>= 0 and < 1))
            return $"attention_probs_dropout_prob is {AttentionProbsDropoutProb}";
        return PadTokenId < 0 || PadTokenId >= VocabSize ? $"pad_token_id is {PadTokenId}, outside the vocabulary" : null;
    }
}
