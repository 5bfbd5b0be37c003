using ScoringFairness.Scoring.Attribution;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Model.Blocks;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Linear;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Attributions;

/// <summary>Shares the scores of a trained BERT out among the words of responses; pieces of a word, and its places in a text, are added up.</summary>
/// <remarks>
/// Methods that tell a direction see all of a score that comes from words: what the head has of the linear scorer's place is shared out by
/// that scorer's weights, exactly, times the head's slope. Length, variety and slips of writing are held as they are.
/// </remarks>
internal sealed class BertAttribution
{
    /// <summary>The methods of a BERT.</summary>
    public static IReadOnlyList<AttributionMethod> Methods { get; } =
    [
        AttributionMethod.Saliency, AttributionMethod.GradientInput, AttributionMethod.IntegratedGradients, AttributionMethod.Attention,
        AttributionMethod.Occlusion,
    ];

    /// <summary>The word vectors, the scorer's places, and its text.</summary>
    public required PlaceFunction Place { get; init; }

    /// <summary>Cuts texts.</summary>
    public required ResponseTokenizer Tokenizer { get; init; }

    /// <summary>Tokens of a window.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>What is read of a longer text.</summary>
    public required LongTexts LongTexts { get; init; }

    /// <summary>Whether the head sees features beside the hidden states.</summary>
    public required bool Features { get; init; }

    /// <summary>The linear scorers whose places are among them, the last ones.</summary>
    public required IReadOnlyList<LinearLine> Lines { get; init; }

    /// <summary>The shares of a text by a method; null: a method of another scorer.</summary>
    public WordShares? Of(string text, AttributionMethod method)
    {
        if (!Methods.Contains(method)) return null;
        using var scope = NewDisposeScope();
        var (tokens, owners, words) = Tokenizer.EncodeWords(text, MaxTokens, LongTexts);
        var read = new WordTokens(Features ? FeaturesBeside.With(tokens, text, Lines) : tokens, owners, words);
        var shares = new WordShares();
        foreach (var word in read.Read) shares.Add(words[word], 0, 1);
        var batch = Batch([read.Tokens]);
        switch (method)
        {
            case AttributionMethod.Attention:
                Add(AttentionRollout.Of(Place.Last, batch));
                break;
            case AttributionMethod.Occlusion:
                Occlude(read, shares);
                break;
            default:
                Add(Of(batch, method));
                break;
        }
        if (method is AttributionMethod.Saliency or AttributionMethod.Attention || Lines.Count == 0) return shares;
        var slopes = Place.Gradient(batch, Place.Vectors(batch)).OfFeatures!.cpu().data<float>().ToArray();
        foreach (var (at, line) in Lines.Index()) shares.Add(line.SharesOf(text), slopes[slopes.Length - Lines.Count + at]);
        return shares;

        void Add(float[] ofTokens)
        {
            var length = (int)batch.Ids.shape[1];
            foreach (var (window, own) in read.Owners.Index())
                for (var at = 0; at < own.Length; at++)
                {
                    var value = ofTokens[window * length + at];
                    if (own[at] < 0) shares.AddRest(value);
                    else shares.Add(words[own[at]], value, 0);
                }
        }
    }

    /// <summary>By token, [W · S].</summary>
    private float[] Of(TokenBatch batch, AttributionMethod method)
    {
        var vectors = Place.Vectors(batch);
        if (method == AttributionMethod.Saliency)
        {
            var gradients = Place.Gradient(batch, vectors).OfVectors;
            return Floats(gradients.Aggregate(TensorSums.Plus).norm(-1, false, 2f));
        }
        var mean = method == AttributionMethod.GradientInput ? Place.Gradient(batch, vectors).OfVectors : Integrated(batch, vectors, AttributionWork.Steps);
        return Floats(vectors.Zip(mean, (own, gradient) => (own * gradient).sum([2L])).Aggregate(TensorSums.Plus));
    }

    /// <summary>The mean gradient at the middles of equal steps on the way from word vectors of nothing; special tokens keep theirs, and positions.</summary>
    internal Tensor[] Integrated(TokenBatch batch, Tensor[] vectors, int steps)
    {
        Tensor[]? sums = null;
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var part = (step + 0.5) / steps;
            var gradients = Place.Gradient(batch, [.. vectors.Select(own => Part(batch, own, part))]).OfVectors;
            sums = [.. gradients.Select((one, at) => (sums is null ? one / steps : sums[at].Plus(one / steps)).MoveToOuterDisposeScope())];
        }
        return sums!;
    }

    /// <summary>A part of each word's vector; special tokens whole.</summary>
    internal Tensor Part(TokenBatch batch, Tensor vectors, double part) => where(IsSpecial(batch), vectors, vectors * part);

    private Tensor IsSpecial(TokenBatch batch)
    {
        var special = Tokenizer.Encode("", MaxTokens).Append(Place.Last.Config.PadTokenId).Select(id => batch.Ids.eq(id));
        return special.Aggregate((one, other) => one.logical_or(other)).unsqueeze(-1);
    }

    /// <summary>What the place loses without each different word, some texts at a time.</summary>
    private void Occlude(WordTokens read, WordShares shares)
    {
        using var noGradient = no_grad();
        var words = read.Read.GroupBy(at => read.Words[at]).ToList();
        var most = Math.Max(1, Place.Last.Device.TokensScoredAtOnce / Math.Max(1, read.Tokens.Windows.Count * read.Tokens.Longest));
        var whole = Floats(Place.Of(Batch([read.Tokens])))[0];
        foreach (var some in words.Chunk(most))
        {
            using var scope = NewDisposeScope();
            var places = Floats(Place.Of(Batch([.. some.Select(word => read.Without(word.ToHashSet()))])));
            foreach (var (word, place) in some.Zip(places)) shares.Add(word.Key, whole - place, 0);
        }
    }

    private TokenBatch Batch(IReadOnlyList<TokenizedText> texts) => TokenBatch.Of(texts, Place.Last.Config.PadTokenId, Place.Last.Device);

    private static float[] Floats(Tensor values) => values.cpu().to_type(ScalarType.Float32).contiguous().data<float>().ToArray();
}
