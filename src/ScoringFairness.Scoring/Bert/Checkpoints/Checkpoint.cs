using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A pre-trained BERT: architecture, tokenizer, and weights that are read where they are needed.</summary>
internal abstract class Checkpoint
{
    private readonly Func<CheckpointWeights> _open;

    /// <summary>Checks the weights' headers against the architecture: a model is made only of what is there.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="tokens">The vocabulary, and how texts are cut into words.</param>
    /// <param name="open">Opens the weights.</param>
    /// <exception cref="CheckpointException">A file is missing or wrong; it is named, with every tensor that does not fit.</exception>
    protected Checkpoint(BertConfig config, TokenizerFiles tokens, Func<CheckpointWeights> open)
    {
        (Config, Tokens, _open) = (config, tokens, open);
        using var weights = open();
        ClassifierLevels = weights.Find(BertTensors.ClassifierWeight) is { Shape: [> 1 and <= int.MaxValue, _] } found ? (int?)found.Shape[0] : null;
        HasPooler = WeightSources.Of(weights, BertTensors.OfEncoder(Config)).Absent.Count == 0;
    }

    /// <summary>Opens the weights.</summary>
    public CheckpointWeights Open() => _open();

    /// <summary>What tells these files from others, and from themselves before a change.</summary>
    public abstract string Identity { get; }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    /// <summary>The vocabulary, and how texts are cut into words.</summary>
    public TokenizerFiles Tokens { get; }

    /// <summary>Whether the weights have a pooler; a masked language model's have none.</summary>
    public bool HasPooler { get; }

    /// <summary>Rows of the classifier that is stored with the weights; null where there is none.</summary>
    public int? ClassifierLevels { get; }

    /// <summary>Reads the head of a masked language model, where the checkpoint has one whole.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Load(MaskedLanguageHead head)
    {
        using var weights = _open();
        var found = head.named_parameters()
            .Select(one => (one.parameter, Name: TensorNames.MaskedLanguageHead + (one.name == nameof(head.bias) ? "" : "transform.") + one.name))
            .ToList();
        var isWhole = found.TrueForAll(one =>
            weights.Find(one.Name) is { } entry && entry.Shape.SequenceEqual(one.parameter.shape) && TensorBytes.IsRead(entry.Type));
        if (!isWhole) return false;
        foreach (var (parameter, name) in found) weights.Read(name, parameter.Floats());
        return true;
    }

    /// <summary>
    /// Reads the encoder's weights into a model; with <paramref name="classifier"/> also the classifier's. A pooler that the
    /// checkpoint does not have (<see cref="HasPooler"/>) stays as it was, and so do a new head's own tensors.
    /// </summary>
    /// <exception cref="CheckpointException">Tensors are missing, left over, or of the wrong shape; all are named.</exception>
    public void Load(BertForSequenceClassification model, bool classifier)
    {
        using var weights = _open();
        var parameters = BertTensors.Of(model);
        var expected = parameters
            .Where(parameter => classifier ? !BertTensors.IsOfResponses(parameter.Key) : !TensorNames.IsLeftOut(parameter.Key))
            .Select(parameter => (parameter.Key, parameter.Value.shape));
        foreach (var (name, source) in WeightSources.Of(weights, expected).Sources)
            weights.Read(source, parameters[name].Floats());
    }
}
