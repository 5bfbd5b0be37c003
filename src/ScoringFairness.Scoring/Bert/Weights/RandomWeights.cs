using ScoringFairness.Scoring.Bert.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Weights;

/// <summary>Random initialisation as BERT's: weights N(0, σ²), biases 0, LayerNorm 1 and 0, the padding's row 0.</summary>
internal static class RandomWeights
{
    /// <summary>Draws all weights of a model.</summary>
    public static void Draw(BertForSequenceClassification model, Generator generator)
    {
        foreach (var (name, parameter) in model.named_parameters().Where(one => !BertTensors.IsOfResponses(one.name)))
            Draw(name, parameter, model.Config.InitializerRange, generator);

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.bert.embeddings.word_embeddings.weight.select(0, model.Config.PadTokenId).zero_();
    }

    /// <summary>Draws the classifier's weights alone.</summary>
    public static void DrawClassifier(BertForSequenceClassification model, Generator generator)
    {
        foreach (var (name, parameter) in model.classifier.named_parameters())
            Draw($"classifier.{name}", parameter, model.Config.InitializerRange, generator);
    }

    /// <summary>Draws the pooler's weights alone.</summary>
    public static void DrawPooler(BertForSequenceClassification model, Generator generator)
    {
        foreach (var (name, parameter) in model.bert.pooler.named_parameters())
            Draw(BertTensors.Pooler + name, parameter, model.Config.InitializerRange, generator);
    }

    /// <summary>Draws the weights of a part.</summary>
    public static void Draw(nn.Module part, double deviation, Generator generator)
    {
        foreach (var (name, parameter) in part.named_parameters())
            Draw($".{name}", parameter, deviation, generator);
    }

    /// <summary>What torch returns from in-place calls may be the live parameter: nothing of it is disposed here.</summary>
    private static void Draw(string name, Parameter parameter, double deviation, Generator generator)
    {
        using var noGradient = no_grad();
        if (name.EndsWith(".LayerNorm.weight", StringComparison.Ordinal)) parameter.fill_(1);
        else if (BertTensors.IsBiasOrLayerNorm(name)) parameter.fill_(0);
        else parameter.normal_(0, deviation, generator);
    }
}
