namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The tensors of a checkpoint by their names of today, whether they lie in one safetensors file or in several.</summary>
internal sealed class CheckpointWeights : IDisposable
{
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, (SafetensorsFile File, SafetensorsEntry Entry)> _tensors = new(StringComparer.Ordinal);

    private CheckpointWeights(string path) => Path = path;

    /// <summary>The file, or the index of the files.</summary>
    public string Path { get; }

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>Opens the files and checks their headers; no tensor is read yet.</summary>
    /// <exception cref="CheckpointException">There are no weights, or a file is broken.</exception>
    public static CheckpointWeights Open(string folder)
    {
        var single = System.IO.Path.Combine(folder, "model.safetensors");
        var index = System.IO.Path.Combine(folder, ShardIndex.FileName);
        if (!File.Exists(single) && !File.Exists(index))
            throw new CheckpointException(single, File.Exists(System.IO.Path.Combine(folder, "pytorch_model.bin")) ? OnlyPickle : "the file is missing");
        var weights = new CheckpointWeights(File.Exists(single) ? single : index);
        try
        {
            if (weights.Path == single) weights.Add(SafetensorsFile.Open(single));
            else weights.AddShards(folder, ShardIndex.Read(index));
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Why a pickle is not read.</summary>
    public const string OnlyPickle =
        "there is only pytorch_model.bin, a pickle: reading one runs the code in it, so it is not read. "
        + "Save the model as safetensors (transformers: save_pretrained) and use that";

    /// <summary>A tensor's shape; null where there is no such tensor.</summary>
    public SafetensorsEntry? Find(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor.Entry : null;

    /// <summary>Reads a tensor's values as float32.</summary>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public void Read(string name, Span<float> values)
    {
        var (file, entry) = _tensors[name];
        file.Read(entry, values);
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void AddShards(string folder, IReadOnlyDictionary<string, string> shardOf)
    {
        foreach (var shard in shardOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var file = SafetensorsFile.Open(System.IO.Path.Combine(folder, shard));
            Add(file);
            var stored = file.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
            var promised = shardOf.Where(pair => pair.Value == shard).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
            if (promised.Except(stored).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
                throw new CheckpointException(Path, $"tensor {missing} is said to lie in {shard} and does not");
            if (stored.Except(promised).Order(StringComparer.Ordinal).FirstOrDefault() is { } extra)
                throw new CheckpointException(Path, $"tensor {extra} lies in {shard} and does not stand in the index");
        }
    }

    private void Add(SafetensorsFile file)
    {
        _files.Add(file);
        foreach (var entry in file.Entries)
            if (!_tensors.TryAdd(TensorNames.Canonical(entry.Name), (file, entry)))
                throw new CheckpointException(Path, $"tensor {TensorNames.Canonical(entry.Name)} is stored twice, once as {entry.Name}");
    }
}
