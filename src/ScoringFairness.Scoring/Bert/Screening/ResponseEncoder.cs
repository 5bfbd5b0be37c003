using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>A pre-trained encoder as it is: a response becomes the mean of its tokens' last hidden states beside that of [CLS].</summary>
internal sealed class ResponseEncoder : IDisposable
{
    private readonly BertOptions _options;
    private readonly PretrainedEncoder _encoder;
    private readonly int _padding;

    /// <summary>Reads the encoder, in the current dispose scope.</summary>
    public ResponseEncoder(BertOptions options, Checkpoint checkpoint)
    {
        _options = options;
        Tokenizer = new(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic);
        _encoder = new(checkpoint, options.Device);
        _padding = checkpoint.Config.PadTokenId;
    }

    /// <summary>How texts become tokens.</summary>
    public ResponseTokenizer Tokenizer { get; }

    /// <summary>SHA-256 over the encoder's weights.</summary>
    public string Digest => _encoder.Digest;

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    /// <summary>Encodes texts.</summary>
    /// <returns>2 H numbers for each.</returns>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<string> texts)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var tokens = texts.Select(text => Tokenizer.Encode(text, _options.MaxTokens, _options.LongTexts));
        var batch = TokenBatch.Of([.. tokens], _padding, _encoder.Device);
        var hidden = _encoder.Hidden(batch)[^1];
        var real = batch.Mask is null
            ? ones(batch.Ids.shape[0], batch.Ids.shape[1], 1, device: hidden.device)
            : batch.Mask.eq(0).to_type(ScalarType.Float32).view(batch.Ids.shape[0], -1, 1);
        var vectors = cat([(hidden * real).sum(1) / real.sum(1), hidden.select(1, 0)], 1);
        if (batch.Averages is not null) vectors = batch.Averages.mm(vectors);
        return vectors.data<float>().ToArray().Chunk((int)vectors.shape[1]).ToList();
    }
}
