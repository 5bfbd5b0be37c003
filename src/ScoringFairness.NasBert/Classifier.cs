using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.NasBert;
using TorchSharp;

namespace ScoringFairness.NasBert;

/// <summary>Fine-tunes NAS-BERT, by Microsoft.ML.TorchSharp, and gives the probabilities of levels.</summary>
internal static class Classifier
{
    /// <summary>From here on a module's weights are gone once it is built, and the trainer fails with "Mismatched state_dict sizes".</summary>
    private static readonly Version TooNew = new(0, 104);

    /// <summary>Trains, and scores the responses one by one.</summary>
    /// <returns>For each response the probability of each level of the scale; 0 for levels that training lacks.</returns>
    public static IEnumerable<double[]> Run(FitRequest request, string temporary)
    {
        var version = typeof(torch).Assembly.GetName().Version;
        if (version >= TooNew) throw new EngineException($"TorchSharp {version} does not work with Microsoft.ML.TorchSharp; it must be below {TooNew}.");
        torch.set_num_threads(request.Threads);
        // The head is drawn before the trainer seeds anything itself.
        torch.random.manual_seed(request.Seed);
        var ml = new MLContext((int)(request.Seed & int.MaxValue)) { TempFilePath = temporary, GpuDeviceId = null, FallbackToCpu = true };

        // The trainer reads rows in their order in every epoch.
        var rows = request.Training.Select(row => new Row { Sentence = row.Text, Level = row.Level }).ToArray();
        new Random((int)(request.Seed & int.MaxValue)).Shuffle(rows);
        var data = ml.Data.LoadFromEnumerable(rows);
        // Keys of the levels that these rows have: the trainer counts its classes so.
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Level)).Fit(data);
        var keyed = keys.Transform(data);
        VBuffer<int> levels = default;
        keyed.Schema["Label"].GetKeyValues(ref levels);
        var trainer = ml.MulticlassClassification.Trainers.TextClassification(new TextClassificationTrainer.TextClassificationOptions
        {
            LabelColumnName = "Label",
            Sentence1ColumnName = nameof(Row.Sentence),
            BatchSize = request.BatchSize,
            MaxEpoch = request.Epochs,
            LearningRate = [request.LearningRate],
        });
        using var model = trainer.Fit(keyed);
        var responses = request.Responses.Select(text => new Row { Sentence = text, Level = levels.GetItemOrDefault(0) });
        var scored = model.Transform(keys.Transform(ml.Data.LoadFromEnumerable(responses)));
        foreach (var logits in scored.GetColumn<float[]>("Score"))
        {
            var highest = logits.Max();
            var exponentials = Array.ConvertAll(logits, logit => Math.Exp(logit - highest));
            var probabilities = new double[request.Levels];
            for (var key = 0; key < logits.Length; key++) probabilities[levels.GetItemOrDefault(key)] = exponentials[key] / exponentials.Sum();
            yield return probabilities;
        }
    }

    private sealed class Row
    {
        public string Sentence { get; set; } = "";

        public int Level { get; set; }
    }
}
