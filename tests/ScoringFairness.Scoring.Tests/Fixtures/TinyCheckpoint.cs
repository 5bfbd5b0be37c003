using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Weights;
using TorchSharp;

namespace ScoringFairness.Scoring.Tests.Fixtures;

/// <summary>A BERT of a few kilobytes with random weights, in the layout of the hub.</summary>
internal static class TinyCheckpoint
{
    public const int Positions = 40;

    /// <summary>Writes config.json, vocab.txt, tokenizer_config.json and model.safetensors.</summary>
    public static void Write(string folder)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(5);
        var vocabulary = WordPieceLearner.Learn(
            ShortAnswers.Make(60, 3).Select(text => text.Text), 150, new(lowerCase: true), TestContext.Current.CancellationToken);
        var config = new BertConfig
        {
            VocabSize = vocabulary.Count,
            HiddenSize = 16,
            NumHiddenLayers = 2,
            NumAttentionHeads = 2,
            IntermediateSize = 32,
            MaxPositionEmbeddings = Positions,
        };
        using var model = new BertForSequenceClassification(config, 2, new DropoutMasks(1));
        RandomWeights.Draw(model, generator);
        CheckpointExport.Write(folder, model, new(vocabulary), Positions);
    }
}
