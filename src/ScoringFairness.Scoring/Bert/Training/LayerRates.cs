using System.Globalization;
using ScoringFairness.Scoring.Bert.Model;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>
/// How fast each part of the encoder learns, as a share of the learning rate: the head and the pooler 1, each layer below it the
/// decay's share of the one above, the embeddings least; frozen layers, and with them the embeddings, not at all, nor a pooler that the
/// head does not see. Head, words and layers may have a share of their own besides.
/// </summary>
/// <remarks>Sun, Qiu, Xu, Huang (2019), arXiv 1905.05583, section 5.4.3.</remarks>
internal sealed class LayerRates(
    int layers, double decay, int frozenLayers, double words = 1, double encoder = 1, double head = 1, bool hasPooler = true)
{
    private const string Words = "bert.embeddings.word_embeddings.weight";
    private const string LayerPrefix = "bert.encoder.layer.";

    /// <summary>The share of a parameter; 0: it is frozen.</summary>
    public double Of(string parameter)
    {
        if (parameter.StartsWith("bert.embeddings.", StringComparison.Ordinal))
            return frozenLayers > 0 ? 0 : Math.Pow(decay, layers) * (parameter == Words ? words : 1);
        if (BertTensors.IsInput(parameter)) return 0;
        if (parameter.StartsWith(BertTensors.Pooler, StringComparison.Ordinal)) return hasPooler ? head : 0;
        if (!parameter.StartsWith(LayerPrefix, StringComparison.Ordinal)) return head;
        var number = parameter.AsSpan(LayerPrefix.Length);
        var layer = int.Parse(number[..number.IndexOf('.')], CultureInfo.InvariantCulture);
        return layer < frozenLayers ? 0 : Math.Pow(decay, layers - 1 - layer) * encoder;
    }
}
