using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>A pre-trained encoder as it is: a response becomes the mean of its tokens' last hidden states beside that of [CLS].</summary>
internal sealed class ResponseEncoder : IDisposable
{
    private readonly BertOptions _options;
    private readonly BertForSequenceClassification _model;

    /// <summary>Reads the encoder, in the current dispose scope.</summary>
    public ResponseEncoder(BertOptions options, CheckpointFolder folder)
    {
        _options = options;
        Tokenizer = new(folder.Tokens.Vocabulary, folder.Tokens.Basic);
        _model = new(folder.Config, 2, new DropoutMasks(0));
        using (var unused = new Generator(0)) RandomWeights.Draw(_model, unused);
        folder.Load(_model, classifier: false);
        _model.eval();
        Digest = WeightDigest.Of(_model.bert);
        _model.Place(options.Device);
    }

    /// <summary>How texts become tokens.</summary>
    public ResponseTokenizer Tokenizer { get; }

    /// <summary>SHA-256 over the encoder's weights.</summary>
    public string Digest { get; }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    /// <summary>Encodes texts.</summary>
    /// <returns>2 H numbers for each.</returns>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<string> texts)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var tokens = texts.Select(text => Tokenizer.Encode(text, _options.MaxTokens, _options.LongTexts));
        var batch = TokenBatch.Of([.. tokens], _model.Config.PadTokenId, _model.Device);
        var (hidden, _) = _model.bert.call(batch.Ids, batch.Mask);
        var real = batch.Mask is null
            ? ones(batch.Ids.shape[0], batch.Ids.shape[1], 1, device: hidden.device)
            : batch.Mask.eq(0).to_type(ScalarType.Float32).view(batch.Ids.shape[0], -1, 1);
        var vectors = cat([(hidden * real).sum(1) / real.sum(1), hidden.select(1, 0)], 1);
        if (batch.Averages is not null) vectors = batch.Averages.mm(vectors);
        return vectors.data<float>().ToArray().Chunk((int)vectors.shape[1]).ToList();
    }
}
