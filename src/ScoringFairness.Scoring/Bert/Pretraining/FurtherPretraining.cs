using ScoringFairness.Scoring.Bert.Autograd;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Bert.Weights;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Pretraining;

/// <summary>Trains the encoder to fill in masked tokens of some texts; the head that guesses them is forgotten afterwards.</summary>
internal sealed class FurtherPretraining(BertStart start, BertOptions options, long seed, FitMeter meter, CancellationToken cancellation)
{
    private readonly SplitMix64 _random = SplitMix64.Of(seed, FitStream.Pretraining);

    /// <summary>The mean loss of each pass over the texts: −log p of a masked token.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Trains.</summary>
    public void Run(IReadOnlyList<TokenizedText> texts)
    {
        using var scope = NewDisposeScope();
        using var weights = new Generator(_random.Next());
        using var head = new MaskedLanguageHead(start.Model.Config);
        RandomWeights.Draw(head, start.Model.Config.InitializerRange, weights);
        start.Checkpoint?.Load(head);
        Placement.Put(head, start.Model.Device, products: head);
        var frozen = start.Model.parameters().Where(parameter => !parameter.requires_grad).ToList();
        var optimizer = AdamW.On(
            start.Model.Device,
            start.Model.named_parameters().Where(one => BertTensors.IsOfEncoder(one.name)).Concat(head.named_parameters()),
            options.WeightDecay);
        int[][] windows = [.. texts.SelectMany(text => text.Windows).Where(window => window.Length > 2)];
        var lengths = windows.Select(window => window.Length).ToArray();
        LearningRateSchedule? schedule = null;
        var step = 0;
        start.Model.train();
        for (var epoch = 1; epoch <= options.PretrainingEpochs && windows.Length > 0; epoch++)
        {
            var batches = LengthBatches.ForTraining(lengths, options.BatchSize, _random);
            schedule ??= new(options.PretrainingLearningRate, options.PretrainingEpochs * batches.Count, options.WarmupFraction);
            var (loss, count) = (0.0, 0);
            foreach (var batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                var (batchLoss, masked, tokens) = Step(head, optimizer, [.. batch.Select(at => windows[at])], schedule.At(step++));
                if (!double.IsFinite(batchLoss))
                    throw new FitException(
                        $"The loss of further pre-training was no longer a number at step {step}: "
                        + $"the learning rate {options.PretrainingLearningRate} may be too high.");
                loss += batchLoss * masked;
                count += masked;
                meter.Add(FitMeter.TrainingWork * tokens, 0, null, $"further pre-training, pass {epoch} of {options.PretrainingEpochs}");
            }
            Losses.Add(loss / count);
        }
        // Frozen is what fine-tuning leaves alone; this does not.
        foreach (var parameter in frozen) parameter.requires_grad = false;
    }

    private (double Loss, int Masked, int Tokens) Step(MaskedLanguageHead head, AdamW optimizer, int[][] texts, double rate)
    {
        using var scope = NewDisposeScope();
        var device = start.Model.Device;
        var masked = MaskedTokens.Of(texts, start.Tokenizer.MaskId, start.Tokenizer.Vocabulary.Count, _random);
        var batch = TokenBatch.Of(masked.Texts, start.Model.Config.PadTokenId, device);
        var (states, _) = start.Model.bert.call(batch.Ids, batch.Mask);
        var hidden = states.view(-1, start.Model.Config.HiddenSize).index_select(0, tensor(masked.Positions, device: device.Torch));
        var scores = head.call(hidden, start.Model.bert.embeddings.word_embeddings.weight);
        var loss = nn.functional.cross_entropy(scores, tensor(masked.Labels, device: device.Torch));
        Gradients.Backward(loss);
        optimizer.Step(rate, options.MaximumGradientNorm);
        return (loss.item<float>(), masked.Labels.Length, batch.RealTokens);
    }
}
