using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;
using Microsoft.ML.TorchSharp.NasBert;
using TorchSharp;

namespace ScoringFairness.NasBert;

/// <summary>Fine-tunes NAS-BERT, by Microsoft.ML.TorchSharp, and gives the probabilities of levels.</summary>
internal static class Classifier
{
    /// <summary>Passes over the rows before the first epoch: for the keys, and the trainer's own over its classes.</summary>
    private const int EarlierPasses = 2;

    /// <summary>Trains, and scores the responses one by one: the probability of each level of the scale, 0 for levels that training lacks.</summary>
    /// <remarks>Compiled when it is called, which must be after the trainer's assembly is loaded.</remarks>
    /// <exception cref="EngineException">The weights cannot be fetched.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(FitRequest request, Answer answer)
    {
        // How many threads share a sum shows in its last digits, and the same request gives the same figures on every machine.
        torch.set_num_threads(1);
        // The head is drawn before the trainer seeds anything itself.
        torch.random.manual_seed(request.Seed);
        // ML.NET wants this folder to exist, though what it needs lies elsewhere; below HOME, it goes with the engine's temporary files.
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var seed = (int)(request.Seed & int.MaxValue);
        var ml = new MLContext(seed) { TempFilePath = request.Folder, GpuDeviceId = null, FallbackToCpu = true };

        // The trainer reads rows in their order in every epoch.
        var rows = request.Training.Select(row => new Row { Sentence = row.Text, Level = row.Level }).ToArray();
        new Random(seed).Shuffle(rows);
        var data = ml.Data.LoadFromEnumerable(Watched(rows, answer));
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
        using var model = Fitted(trainer, keyed, request);
        var responses = request.Responses.Select(text => new Row { Sentence = text, Level = levels.GetItemOrDefault(0) });
        var scored = model.Transform(keys.Transform(ml.Data.LoadFromEnumerable(responses)));
        foreach (var logits in scored.GetColumn<float[]>("Score"))
        {
            var highest = logits.Max();
            var exponentials = Array.ConvertAll(logits, logit => Math.Exp(logit - highest));
            var probabilities = new double[request.Levels];
            for (var key = 0; key < logits.Length; key++) probabilities[levels.GetItemOrDefault(key)] = exponentials[key] / exponentials.Sum();
            answer.Score(probabilities);
        }
    }

    private static TorchSharpBaseTransformer Fitted(TextClassificationTrainer trainer, IDataView keyed, FitRequest request)
    {
        try
        {
            return trainer.Fit(keyed);
        }
        catch (InvalidOperationException exception) when (Weights.Check(request) is null)
        {
            // Its five tries are told one after the other, with a break that is written out.
            throw new EngineException($"The weights of NAS-BERT cannot be fetched: {exception.Message.Split("\\n")[0].Split('\n')[0].Trim()}");
        }
    }

    /// <summary>The rows, told of as they are read in each epoch.</summary>
    private static IEnumerable<Row> Watched(Row[] rows, Answer answer)
    {
        var passes = 0;
        return Pass();

        IEnumerable<Row> Pass()
        {
            var epoch = ++passes - EarlierPasses;
            foreach (var (at, row) in rows.Index())
            {
                if (epoch > 0) answer.Progress(epoch, (double)at / rows.Length);
                yield return row;
            }
        }
    }

    private sealed class Row
    {
        public string Sentence { get; set; } = "";

        public int Level { get; set; }
    }
}
