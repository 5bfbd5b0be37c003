using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Screening;

/// <summary>A checkpoint's encoder as it is, without dropout and without gradients.</summary>
internal sealed class PretrainedEncoder : IDisposable
{
    private readonly BertForSequenceClassification _model;

    /// <summary>Reads the encoder and puts it onto a device, in the current dispose scope.</summary>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    public PretrainedEncoder(Checkpoint checkpoint, TorchDevice device)
    {
        _model = new(checkpoint.Config, 2, new DropoutMasks(0));
        // What a checkpoint lacks, such as a pooler, is not read from here, but counts in the digest.
        using (var unused = new Generator(0)) RandomWeights.Draw(_model, unused);
        checkpoint.Load(_model, classifier: false);
        _model.eval();
        Digest = WeightDigest.Of(_model.bert);
        _model.Place(device);
    }

    /// <summary>SHA-256 over the encoder's weights.</summary>
    public string Digest { get; }

    /// <summary>What it is placed on.</summary>
    public TorchDevice Device => _model.Device;

    /// <summary>The hidden states of each layer, the last one's at the end; in the current dispose scope. [B, S, H] each.</summary>
    public IReadOnlyList<Tensor> Hidden(TokenBatch batch)
    {
        using var noGradient = no_grad();
        return _model.bert.encoder.States(_model.bert.embeddings.call(batch.Ids), batch.Mask);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
