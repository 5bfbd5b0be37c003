using TorchSharp.Modules;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>
/// Keeps the weights of the epoch with the lowest validation loss, the earlier of equals; without validation texts, or where it is asked for,
/// of the last.
/// </summary>
internal sealed class EpochChoice(IEnumerable<(string Name, Parameter Weight)> parameters, int epochs, bool takesLast = false)
{
    /// <summary>The course of the training so far.</summary>
    public List<EpochRecord> Epochs { get; } = [];

    /// <summary>The chosen epoch.</summary>
    public int Chosen { get; private set; }

    /// <summary>Its weights, unless it is the last.</summary>
    public BestWeights Best { get; } = new(parameters);

    /// <summary>Adds the epoch that the weights now stand after.</summary>
    public void Add(EpochRecord record)
    {
        var lowest = Epochs.Min(before => before.ValidationLoss) ?? double.PositiveInfinity;
        Epochs.Add(record);
        if (!takesLast && record.ValidationLoss is not null && !(record.ValidationLoss < lowest)) return;
        Chosen = record.Epoch;
        if (!takesLast && record.ValidationLoss is not null && record.Epoch < epochs) Best.Keep();
    }

    /// <summary>Takes up what an interrupted training had come to; <see cref="Best"/> holds its weights already.</summary>
    public void TakeUp(IReadOnlyList<EpochRecord> records, int chosen)
    {
        Epochs.AddRange(records);
        Chosen = chosen;
    }

    /// <summary>Puts the weights of the chosen epoch into the model.</summary>
    public void Restore()
    {
        if (Chosen < epochs) Best.Restore();
    }
}
