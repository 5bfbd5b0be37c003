using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>What guesses masked tokens: hidden states [M, H] → scores of the vocabulary [M, V]; its output matrix is the word embedding.</summary>
/// <remarks>Devlin, Chang, Lee, Toutanova (2019), arXiv 1810.04805, section 3.1; the layout of a checkpoint's <c>cls.predictions</c>.</remarks>
internal sealed class MaskedLanguageHead : nn.Module<Tensor, Tensor, Tensor>, IMatrixProducts
{
    internal readonly Dense dense;
    internal readonly LayerNormalization LayerNorm;
    internal readonly Parameter bias;

    /// <summary>A head whose weights are not set.</summary>
    public MaskedLanguageHead(BertConfig config) : base(nameof(MaskedLanguageHead))
    {
        dense = new(config.HiddenSize, config.HiddenSize);
        LayerNorm = new(config.HiddenSize, config.LayerNormEps);
        bias = nn.Parameter(empty(config.VocabSize));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public TorchPrecision Precision { private get; set; }

    /// <param name="hidden">[M, H].</param>
    /// <param name="words">The word embedding, [V, H].</param>
    public override Tensor forward(Tensor hidden, Tensor words)
    {
        using var scope = NewDisposeScope();
        return MatrixProducts.Linear(LayerNorm.call(nn.functional.gelu(dense.call(hidden))), words, bias, Precision).MoveToOuterDisposeScope();
    }
}
