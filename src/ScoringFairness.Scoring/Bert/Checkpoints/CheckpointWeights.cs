using ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>The tensors of a checkpoint by their names of today, whether they lie in one safetensors file, in several, or in an ONNX export.</summary>
internal sealed class CheckpointWeights : IDisposable
{
    private readonly List<ITensorFile> _files = [];
    private readonly Dictionary<string, (ITensorFile File, TensorEntry Entry)> _tensors = new(StringComparer.Ordinal);

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
        var export = System.IO.Path.Combine(folder, OnnxFile.FileName);
        if (File.Exists(single)) return Of(single, weights => weights.Add(SafetensorsFile.Open(single)));
        if (File.Exists(index)) return Of(index, weights => weights.AddShards(folder, ShardIndex.Read(index)));
        if (File.Exists(export)) return Of(export, weights => weights.Add(OnnxFile.Open(export)));
        throw new CheckpointException(single, File.Exists(System.IO.Path.Combine(folder, "pytorch_model.bin")) ? OnlyPickle : "the file is missing");
    }

    /// <summary>The tensors of one file that is open; it is closed with them.</summary>
    /// <exception cref="CheckpointException">A tensor is stored twice.</exception>
    public static CheckpointWeights Of(string path, ITensorFile file) => Of(path, weights => weights.Add(file));

    /// <summary>The same without some of its tensors.</summary>
    public CheckpointWeights Without(Func<string, bool> isLeftOut)
    {
        foreach (var name in _tensors.Keys.Where(isLeftOut).ToList()) _tensors.Remove(name);
        return this;
    }

    /// <summary>Why a pickle is not read.</summary>
    public const string OnlyPickle =
        "there is only pytorch_model.bin, a pickle: reading one runs the code in it, so it is not read. "
        + "Save the model as safetensors (transformers: save_pretrained) and use that";

    /// <summary>A tensor's shape; null where there is no such tensor.</summary>
    public TensorEntry? Find(string name) => _tensors.TryGetValue(name, out var tensor) ? tensor.Entry : null;

    /// <summary>Reads a tensor's values as float32.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or holds what is no number: training from that would only show it later.</exception>
    public void Read(string name, Span<float> values)
    {
        var (file, entry) = _tensors[name];
        file.Read(entry, values);
        foreach (var value in values)
            if (!float.IsFinite(value))
                throw new CheckpointException(Path, $"tensor {name} holds a weight that is no number (NaN or infinite); store the model again, or use another");
    }

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static CheckpointWeights Of(string path, Action<CheckpointWeights> add)
    {
        var weights = new CheckpointWeights(path);
        try
        {
            add(weights);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

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

    private void Add(ITensorFile file)
    {
        _files.Add(file);
        foreach (var entry in file.Tensors)
            if (!_tensors.TryAdd(TensorNames.Canonical(entry.Name), (file, entry)))
                throw new CheckpointException(Path, $"tensor {TensorNames.Canonical(entry.Name)} is stored twice, once as {entry.Name}");
    }
}
