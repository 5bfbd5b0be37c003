using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Weights;

namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>Writes a trained scorer as a folder in the layout of a Hugging Face <c>BertForSequenceClassification</c>.</summary>
internal static class CheckpointExport
{
    /// <summary>Writes the files beside the folder first, so that the folder is never seen half-written; one that is there is replaced.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model; its levels are the classes, from 0.</param>
    /// <param name="tokenizer">Its tokens.</param>
    /// <param name="maxTokens">Tokens that a response was cut to.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static void Write(string folder, BertForSequenceClassification model, ResponseTokenizer tokenizer, int maxTokens)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var partial = $"{whole}.{Guid.NewGuid():N}.partial";
        Directory.CreateDirectory(partial);
        try
        {
            var parameters = BertTensors.Of(model);
            SafetensorsWriter.Write(
                In("model.safetensors"), [.. parameters.Select(p => (p.Key, p.Value.shape))], name => parameters[name].bytes);
            File.WriteAllText(In("config.json"), Config(model, (int)model.classifier.weight.shape[0]).ToString());
            File.WriteAllText(In("vocab.txt"), string.Concat(tokenizer.Vocabulary.Entries.Select(entry => entry + "\n")));
            File.WriteAllText(In("tokenizer_config.json"), new JsonObject
            {
                ["tokenizer_class"] = "BertTokenizer",
                ["do_lower_case"] = tokenizer.Basic.LowerCase,
                ["strip_accents"] = tokenizer.Basic.StripAccents,
                ["tokenize_chinese_chars"] = tokenizer.Basic.SplitIdeographs,
                ["model_max_length"] = maxTokens,
            }.ToString());
            if (Directory.Exists(whole)) Directory.Delete(whole, recursive: true);
            Directory.Move(partial, whole);
        }
        catch
        {
            Directory.Delete(partial, recursive: true);
            throw;
        }

        string In(string file) => Path.Combine(partial, file);
    }

    /// <summary>The number of levels stands in it twice: other readers count the labels.</summary>
    private static JsonObject Config(BertForSequenceClassification model, int levels)
    {
        var config = (model.Config with { Architectures = [nameof(BertForSequenceClassification)], NumLabels = levels, ModelType = "bert" }).ToJson();
        var labels = Enumerable.Range(0, levels).ToList();
        config["id2label"] = new JsonObject(labels.Select(level => KeyValuePair.Create($"{level}", (JsonNode?)$"LABEL_{level}")));
        config["label2id"] = new JsonObject(labels.Select(level => KeyValuePair.Create($"LABEL_{level}", (JsonNode?)level)));
        return config;
    }
}
