using ScoringFairness.Scoring.Bert.Model;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Weights;

/// <summary>
/// Random weights that are trained on some hundreds of responses and on nothing before: BERT's, but for those that would keep the
/// classifier from seeing what words a response has.
/// </summary>
/// <remarks>
/// With N(0, 0.02²) at width 128 a token's position is as loud as its word, and value and output projection together shrink a
/// signal to a twentieth: the mean over the words reaches [CLS] as a hundredth of what stands there. Here words are louder than
/// positions, and both projections keep a signal's size, as Glorot, Bengio (2010, AISTATS 9, 249–256) have it.
/// </remarks>
internal static class ScratchWeights
{
    /// <summary>Deviation of the word embedding.</summary>
    private const double Words = 0.1;

    /// <summary>Deviation of the embeddings of positions and types.</summary>
    private const double Places = 0.01;

    /// <summary>Size of the classifier's rows, where 1 keeps a signal's size.</summary>
    private const double Levels = 0.5;

    /// <summary>Draws all weights of a model.</summary>
    public static void Draw(BertForSequenceClassification model, Generator generator)
    {
        RandomWeights.Draw(model, generator);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (width, embeddings) = (model.Config.HiddenSize, model.bert.embeddings);
        _ = embeddings.word_embeddings.weight.mul_(Words / model.Config.InitializerRange);
        _ = embeddings.position_embeddings.weight.mul_(Places / model.Config.InitializerRange);
        _ = embeddings.token_type_embeddings.weight.mul_(Places / model.Config.InitializerRange);
        foreach (var (name, parameter) in model.named_parameters())
            if (name.EndsWith("attention.self.value.weight", StringComparison.Ordinal)
                || name.EndsWith("attention.output.dense.weight", StringComparison.Ordinal))
                parameter.mul_(1 / (Math.Sqrt(width) * model.Config.InitializerRange));
        if (model.ordinal is null && !model.Shape.IsNumber) OrderRows(model.classifier.weight, model.Config.InitializerRange, width);
    }

    /// <summary>
    /// Makes neighbouring levels alike from the start: row k is Σ_d p_d(k) 2^(1−d) w_d, with p_d the orthonormal polynomials of degree
    /// d ≥ 1 on the levels and w_d what was drawn for row d.
    /// </summary>
    private static void OrderRows(Parameter weight, double deviation, int width)
    {
        var levels = (int)weight.shape[0];
        var mix = new float[levels * levels];
        foreach (var (degree, polynomial) in Polynomials(levels).Index().Skip(1))
            for (var level = 0; level < levels; level++)
                mix[level * levels + degree] =
                    (float)(polynomial[level] * Math.Sqrt(levels) * Math.Pow(2, 1 - degree) * Levels / (Math.Sqrt(width) * deviation));
        weight.copy_(tensor(mix, [levels, levels]).matmul(weight));
    }

    /// <summary>Polynomials of degree 0, 1, … on equally spaced levels, orthonormal (Gram and Schmidt, each step done twice).</summary>
    private static List<double[]> Polynomials(int levels)
    {
        var basis = new List<double[]>();
        while (basis.Count < levels)
        {
            var next = Enumerable.Range(0, levels)
                .Select(level => basis.Count == 0 ? 1 : basis[^1][level] * (2.0 * level / (levels - 1) - 1)).ToArray();
            foreach (var before in basis.Concat(basis).ToList())
            {
                var share = next.Zip(before).Sum(pair => pair.First * pair.Second);
                next = [.. next.Zip(before, (value, part) => value - share * part)];
            }
            var norm = Math.Sqrt(next.Sum(value => value * value));
            basis.Add([.. next.Select(value => value / norm)]);
        }
        return basis;
    }
}
