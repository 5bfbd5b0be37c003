using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What is recorded of an epoch: its losses, and how well the validation texts are scored after it.</summary>
internal sealed class EpochRecords(BertForSequenceClassification model, IReadOnlyList<ITrainingLoss> losses)
{
    private readonly ScoringPass _scoring = new(model, model.Config.PadTokenId);

    /// <summary>The records of the heads after an epoch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="means">Its mean training losses by head.</param>
    /// <param name="validation">The validation texts; none where an epoch is not chosen by them.</param>
    /// <param name="meter">Told of the tokens that go through the model.</param>
    /// <param name="cancellation">Ends it.</param>
    public EpochRecord[] Of(int epoch, double[] means, IReadOnlyList<LabelledTokens> validation, FitMeter meter, CancellationToken cancellation)
    {
        if (validation.Count == 0) return [.. means.Select(mean => new EpochRecord(epoch, mean, null, null))];
        var scored = _scoring.Outputs([.. validation.Select(t => t.Text)], tokens => meter.Add(tokens, epoch, Together(means)), cancellation);
        return [.. losses.Select((loss, head) =>
        {
            (float[] Output, int Level)[] own =
            [
                .. scored.Zip(validation).Where(pair => pair.Second.Heads[head] is not null)
                    .Select(pair => (losses.Count > 1 ? [pair.First[head]] : pair.First, pair.Second.Heads[head]!.Value.Level)),
            ];
            return own.Length == 0
                ? new EpochRecord(epoch, means[head], null, null)
                : new(
                    epoch, means[head], own.Average(one => loss.OfScored(one.Output, one.Level)),
                    (double)own.Count(one => loss.Level(one.Output) == one.Level) / own.Length);
        })];
    }

    /// <summary>Losses of the heads in one number: of one its own, of several the mean of their shares of their units.</summary>
    public double Together(double[] ofHeads) => losses.Count == 1 ? ofHeads[0] : ofHeads.Zip(losses, (mean, loss) => mean / loss.Unit).Average();

    /// <summary>The records of the heads in one.</summary>
    public EpochRecord Together(EpochRecord[] ofHeads) => losses.Count == 1
        ? ofHeads[0]
        : new(
            ofHeads[0].Epoch, Together([.. ofHeads.Select(one => one.TrainingLoss)]),
            Array.TrueForAll(ofHeads, one => one.ValidationLoss is not null) ? Together([.. ofHeads.Select(one => one.ValidationLoss!.Value)]) : null,
            ofHeads.Average(one => one.ValidationAccuracy));
}
