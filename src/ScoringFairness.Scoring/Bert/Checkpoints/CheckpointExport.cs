using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Writes a trained scorer as a folder in the layout of a Hugging Face <c>BertForSequenceClassification</c>.</summary>
internal static class CheckpointExport
{
    /// <summary>
    /// Writes the files; a folder that is there is replaced. A head that this layout has no place for, of other pooling or no classifier, is left
    /// to files beside them: these can be trained from, not scored with.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model; its levels are the classes, from 0.</param>
    /// <param name="tokenizer">Its tokens.</param>
    /// <param name="maxTokens">Tokens that a response was cut to.</param>
    /// <param name="beside">Writes further files into the folder; null: there are none.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static void Write(string folder, BertForSequenceClassification model, ResponseTokenizer tokenizer, int maxTokens, Action<string>? beside = null) =>
        AtomicFolder.Write(folder, into =>
        {
            var hasHead = HasPlaceFor(model);
            SafetensorsWriter.Write(
                Path.Combine(into, "model.safetensors"),
                [.. BertTensors.Of(model).Where(one => hasHead || BertTensors.IsOfBert(one.Key)).Select(one => (one.Key, one.Value))]);
            File.WriteAllText(
                Path.Combine(into, "config.json"), (hasHead ? Config(model, (int)model.classifier.weight.shape[0]) : Config(model)).ToString());
            File.WriteAllText(Path.Combine(into, "vocab.txt"), string.Concat(tokenizer.Vocabulary.Entries.Select(entry => entry + "\n")));
            File.WriteAllText(Path.Combine(into, "tokenizer_config.json"), new JsonObject
            {
                ["tokenizer_class"] = "BertTokenizer",
                ["do_lower_case"] = tokenizer.Basic.LowerCase,
                ["strip_accents"] = tokenizer.Basic.StripAccents,
                ["tokenize_chinese_chars"] = tokenizer.Basic.SplitIdeographs,
                ["model_max_length"] = maxTokens,
            }.ToString());
            beside?.Invoke(into);
        });

    /// <summary>Whether the layout has a place for a model's head: a classifier on BERT's pooler.</summary>
    public static bool HasPlaceFor(BertForSequenceClassification model) => model.Shape == new HeadShape() && model.ordinal is null;

    private static JsonObject Config(BertForSequenceClassification model) =>
        ConfigFile.ToJson(model.Config with { Architectures = [nameof(BertModel)], ModelType = "bert" });

    /// <summary>The number of levels stands in it twice: other readers count the labels.</summary>
    private static JsonObject Config(BertForSequenceClassification model, int levels)
    {
        var config = ConfigFile.ToJson(model.Config with { Architectures = [nameof(BertForSequenceClassification)], NumLabels = levels, ModelType = "bert" });
        var labels = Enumerable.Range(0, levels).ToList();
        config["id2label"] = new JsonObject(labels.Select(level => KeyValuePair.Create($"{level}", (JsonNode?)$"LABEL_{level}")));
        config["label2id"] = new JsonObject(labels.Select(level => KeyValuePair.Create($"LABEL_{level}", (JsonNode?)level)));
        return config;
    }
}
