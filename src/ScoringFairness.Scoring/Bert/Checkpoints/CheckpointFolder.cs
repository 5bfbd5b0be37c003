using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A folder with the files of a Hugging Face BERT: config.json, the tokenizer's files, the weights.</summary>
internal sealed class CheckpointFolder
{
    private readonly string _folder;

    /// <summary>Reads the small files, and checks the weights' headers against them: a model is made only of what is there.</summary>
    /// <exception cref="CheckpointException">A file is missing or wrong; it is named, with every tensor that does not fit.</exception>
    public CheckpointFolder(string folder)
    {
        _folder = folder;
        var config = Path.Combine(folder, "config.json");
        Config = ConfigFile.Read(config);
        Tokens = TokenizerFiles.Read(folder);
        if (Tokens.Vocabulary.Count > Config.VocabSize)
            throw new CheckpointException(config, $"its vocab_size is {Config.VocabSize}, less than the {Tokens.Vocabulary.Count} entries of the vocabulary");
        using var weights = CheckpointWeights.Open(folder);
        var encoder = BertTensors.OfEncoder(Config).ToList();
        var classifier = weights.Find(BertTensors.ClassifierWeight) is { Shape: [> 1 and <= int.MaxValue, _] } found ? (int?)found.Shape[0] : null;
        var sources = WeightSources.Of(weights, encoder);
        HasPooler = sources.Absent.Count == 0;
        ClassifierLevels = classifier;
    }

    /// <summary>What tells these files from others, and from themselves before a change: folder, sizes, times.</summary>
    public string Identity => string.Join(
        '|',
        new DirectoryInfo(_folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (File.ResolveLinkTarget(file.FullName, returnFinalTarget: true) as FileInfo ?? file, file.Name))
            .Select(file => $"{file.Name} {file.Item1.Length} {file.Item1.LastWriteTimeUtc.Ticks}")
            .Prepend(Path.GetFullPath(_folder)));

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
        using var weights = CheckpointWeights.Open(_folder);
        var found = head.named_parameters()
            .Select(one => (one.parameter, Name: TensorNames.MaskedLanguageHead + (one.name == nameof(head.bias) ? "" : "transform.") + one.name))
            .ToList();
        var isWhole = found.TrueForAll(one =>
            weights.Find(one.Name) is { } entry && entry.Shape.SequenceEqual(one.parameter.shape) && SafetensorsFile.IsRead(entry.Type));
        if (!isWhole) return false;
        foreach (var (parameter, name) in found) weights.Read(name, parameter.Floats());
        return true;
    }

    /// <summary>
    /// Reads the encoder's weights into a model; with <paramref name="classifier"/> also the classifier's. A pooler that the
    /// checkpoint does not have (<see cref="HasPooler"/>) stays as it was.
    /// </summary>
    /// <exception cref="CheckpointException">Tensors are missing, left over, or of the wrong shape; all are named.</exception>
    public void Load(BertForSequenceClassification model, bool classifier)
    {
        using var weights = CheckpointWeights.Open(_folder);
        var parameters = BertTensors.Of(model);
        var expected = parameters
            .Where(parameter => classifier || !TensorNames.IsLeftOut(parameter.Key))
            .Select(parameter => (parameter.Key, parameter.Value.shape));
        foreach (var (name, source) in WeightSources.Of(weights, expected).Sources)
            weights.Read(source, parameters[name].Floats());
    }
}
