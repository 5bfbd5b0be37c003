using TorchSharp.Modules;

namespace ScoringFairness.Scoring.Bert.Model;

/// <summary>The tensors of a BERT classifier: the names and shapes of a Hugging Face checkpoint.</summary>
internal static class BertTensors
{
    /// <summary>The classifier's matrix.</summary>
    public const string ClassifierWeight = "classifier.weight";

    /// <summary>What the names of the pooler's tensors begin with; a checkpoint of a masked language model does not have them.</summary>
    public const string Pooler = "bert.pooler.";

    /// <summary>Names and shapes of the encoder's tensors, embeddings and pooler included.</summary>
    public static IEnumerable<(string Name, long[] Shape)> OfEncoder(BertConfig config)
    {
        long h = config.HiddenSize, i = config.IntermediateSize;
        yield return ("bert.embeddings.word_embeddings.weight", [config.VocabSize, h]);
        yield return ("bert.embeddings.position_embeddings.weight", [config.MaxPositionEmbeddings, h]);
        yield return ("bert.embeddings.token_type_embeddings.weight", [config.TypeVocabSize, h]);
        yield return ("bert.embeddings.LayerNorm.weight", [h]);
        yield return ("bert.embeddings.LayerNorm.bias", [h]);
        for (var l = 0; l < config.NumHiddenLayers; l++)
        {
            var layer = $"bert.encoder.layer.{l}";
            foreach (var projection in (string[])["query", "key", "value"])
            {
                yield return ($"{layer}.attention.self.{projection}.weight", [h, h]);
                yield return ($"{layer}.attention.self.{projection}.bias", [h]);
            }
            yield return ($"{layer}.attention.output.dense.weight", [h, h]);
            yield return ($"{layer}.attention.output.dense.bias", [h]);
            yield return ($"{layer}.attention.output.LayerNorm.weight", [h]);
            yield return ($"{layer}.attention.output.LayerNorm.bias", [h]);
            yield return ($"{layer}.intermediate.dense.weight", [i, h]);
            yield return ($"{layer}.intermediate.dense.bias", [i]);
            yield return ($"{layer}.output.dense.weight", [h, i]);
            yield return ($"{layer}.output.dense.bias", [h]);
            yield return ($"{layer}.output.LayerNorm.weight", [h]);
            yield return ($"{layer}.output.LayerNorm.bias", [h]);
        }
        yield return ("bert.pooler.dense.weight", [h, h]);
        yield return ("bert.pooler.dense.bias", [h]);
    }

    /// <summary>Names and shapes of the classifier's tensors.</summary>
    public static IEnumerable<(string Name, long[] Shape)> OfClassifier(BertForSequenceClassification model) =>
        [(ClassifierWeight, model.classifier.weight.shape), ("classifier.bias", [model.classifier.weight.shape[0]])];

    /// <summary>The model's parameters by name, in the order of the checkpoint's layout.</summary>
    public static IReadOnlyDictionary<string, Parameter> Of(BertForSequenceClassification model) =>
        model.named_parameters().ToDictionary(p => p.name, p => p.parameter);

    /// <summary>Whether the name is of the embeddings or of a layer: neither of the pooler nor of a head.</summary>
    public static bool IsOfEncoder(string name) => IsOfBert(name) && !name.StartsWith(Pooler, StringComparison.Ordinal);

    /// <summary>Whether the name is of the encoder with its embeddings and its pooler: not of a head.</summary>
    public static bool IsOfBert(string name) => name.StartsWith("bert.", StringComparison.Ordinal);

    /// <summary>Whether the name is of a bias or of LayerNorm: random initialisation and weight decay leave them out.</summary>
    public static bool IsBiasOrLayerNorm(string name) =>
        name.EndsWith(".bias", StringComparison.Ordinal) || name.Contains(".LayerNorm.", StringComparison.Ordinal);

    /// <summary>
    /// Whether the name is of what no checkpoint has and the training responses give: an ordinal head's thresholds, the sizes of what a head
    /// sees.
    /// </summary>
    public static bool IsOfResponses(string name) => name.StartsWith("ordinal.", StringComparison.Ordinal) || IsInput(name);

    /// <summary>Whether the name is of the sizes of what a head sees, which are not trained.</summary>
    public static bool IsInput(string name) => name.StartsWith("input.", StringComparison.Ordinal);

    /// <summary>Asserts that the state dict has exactly the names and shapes of a checkpoint, what the responses give apart.</summary>
    /// <exception cref="InvalidOperationException">A tensor is missing, left over, or of the wrong shape.</exception>
    public static void Check(BertForSequenceClassification model)
    {
        var expected = OfEncoder(model.Config).Concat(OfClassifier(model)).ToList();
        var actual = model.state_dict().Where(one => !IsOfResponses(one.Key)).ToDictionary(one => one.Key, one => one.Value);
        var wrong = expected
            .Where(e => !actual.TryGetValue(e.Name, out var tensor) || !tensor.shape.SequenceEqual(e.Shape))
            .Select(e => e.Name)
            .Concat(actual.Keys.Except(expected.Select(e => e.Name)))
            .ToList();
        if (wrong.Count > 0 || actual.Count != expected.Count)
            throw new InvalidOperationException(
                $"The model has {actual.Count} tensors where its layout has {expected.Count}; wrong: {string.Join(", ", wrong)}.");
    }
}
