using System.Runtime.InteropServices;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Weights;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A folder with the files of a Hugging Face BERT: config.json, vocab.txt, model.safetensors.</summary>
internal sealed class CheckpointFolder
{
    private readonly string _weights;

    /// <summary>Reads the folder's small files.</summary>
    /// <exception cref="CheckpointException">A file is missing or wrong; it is named.</exception>
    public CheckpointFolder(string folder)
    {
        Config = BertConfig.Read(Existing(folder, "config.json"));
        var vocabulary = Existing(folder, "vocab.txt");
        Vocabulary = WordPieceVocabulary.Read(vocabulary);
        if (Vocabulary.Count > Config.VocabSize)
            throw new CheckpointException(vocabulary, $"it has {Vocabulary.Count} entries, more than vocab_size {Config.VocabSize} of config.json");
        _weights = Existing(folder, "model.safetensors");
    }

    /// <summary>The architecture.</summary>
    public BertConfig Config { get; }

    /// <summary>The vocabulary.</summary>
    public WordPieceVocabulary Vocabulary { get; }

    /// <summary>Reads the encoder's weights into a model; with <paramref name="classifier"/> also the classifier's.</summary>
    /// <exception cref="CheckpointException">Tensors are missing, left over, or of the wrong shape; all are named.</exception>
    public void Load(BertForSequenceClassification model, bool classifier)
    {
        using var file = SafetensorsFile.Open(_weights);
        var parameters = BertTensors.Of(model);
        var found = file.Entries.ToDictionary(e => e.Name);
        var expected = parameters.Where(p => classifier || !IsHead(p.Key)).ToList();

        var missing = expected.Where(p => !found.ContainsKey(p.Key)).Select(p => p.Key);
        var left = found.Keys.Where(name => !parameters.ContainsKey(name) && !IsHead(name) && !IsBuffer(name));
        var wrong = expected
            .Where(p => found.TryGetValue(p.Key, out var e) && !e.Shape.SequenceEqual(p.Value.shape))
            .Select(p => $"{p.Key} {found[p.Key].ShapeText} instead of [{string.Join(", ", p.Value.shape)}]");
        var problems = new[] { ("missing", missing), ("left over", left), ("of the wrong shape", wrong) }
            .Select(p => (What: p.Item1, Names: p.Item2.Order(StringComparer.Ordinal).ToList()))
            .Where(p => p.Names.Count > 0)
            .Select(p => $"{p.What}: {string.Join(", ", p.Names)}")
            .ToList();
        if (problems.Count > 0) throw new CheckpointException(_weights, $"tensors are {string.Join("; ", problems)}");

        foreach (var (name, parameter) in expected)
            file.Read(found[name], MemoryMarshal.Cast<byte, float>(parameter.bytes));
    }

    /// <summary>Heads of other tasks, and of this one: a fit trains a classifier of its own.</summary>
    private static bool IsHead(string name) =>
        name.StartsWith("cls.", StringComparison.Ordinal) || name.StartsWith("classifier.", StringComparison.Ordinal);

    /// <summary>Constants that some versions stored beside the weights.</summary>
    private static bool IsBuffer(string name) => name is "bert.embeddings.position_ids" or "bert.embeddings.token_type_ids";

    private static string Existing(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new CheckpointException(path, "the file is missing");
    }
}
