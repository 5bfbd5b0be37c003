using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.Bert.Checkpoints.Packages;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Model;
using ScoringFairness.Scoring.Bert.Tokens;
using ScoringFairness.Scoring.Bert.Weights;
using ScoringFairness.Scoring.Linear.Features;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>What a fit's training starts from: a model with its weights, and its tokenizer.</summary>
internal sealed record BertStart(BertForSequenceClassification Model, ResponseTokenizer Tokenizer)
{
    /// <summary>Where the weights come from; null where they are random.</summary>
    public Checkpoint? Checkpoint { get; private init; }

    /// <summary>What a reader should know of the start.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Entries of a learnt vocabulary.</summary>
    private const int LearntVocabulary = 2_000;

    /// <summary>Makes the model, in the current dispose scope.</summary>
    /// <param name="options">Names the checkpoint.</param>
    /// <param name="request">Its training responses, and no others, give the vocabulary of random weights.</param>
    /// <param name="heads">Heads that give a number each.</param>
    /// <param name="dropout">Gives the dropout masks.</param>
    /// <param name="note">Told, in words, of what takes time.</param>
    /// <param name="cancellation">Looked at between texts, between merges and while files are fetched.</param>
    public static BertStart Prepare(
        BertOptions options, FitRequest request, int heads, DropoutMasks dropout, Action<string>? note, CancellationToken cancellation)
    {
        using var weights = new Generator(SplitMix64.Of(request.Seed, FitStream.Weights).Next());
        switch (CheckpointName.Parse(options.Checkpoint))
        {
            case CheckpointName.Scratch scratch:
                {
                    var texts = request.Training.Select(t => t.Text);
                    var vocabulary = WordPieceLearner.Learn(texts, LearntVocabulary, new(lowerCase: true), cancellation);
                    var config = BertConfig.OfScratch(scratch.Size, vocabulary.Count);
                    var model = Make(config, options, request, heads, dropout);
                    ScratchWeights.Draw(model, weights);
                    return new(model, new(vocabulary));
                }
            default:
                return Of(CheckpointOf(options, note, cancellation), options, request, heads, dropout, weights);
        }
    }

    /// <summary>A pre-trained checkpoint, fetched where it is the hub's.</summary>
    /// <exception cref="CheckpointException">There is none, or it cannot be used.</exception>
    public static Checkpoint CheckpointOf(BertOptions options, Action<string>? note, CancellationToken cancellation) =>
        options.Layers is { } layers
            ? new CutCheckpoint(CheckpointOf(options with { Layers = null }, note, cancellation), layers, options.Checkpoint)
            : Whole(options, note, cancellation);

    private static Checkpoint Whole(BertOptions options, Action<string>? note, CancellationToken cancellation) =>
        CheckpointName.Parse(options.Checkpoint) switch
        {
            CheckpointName.Package name => new PackagedCheckpoint(name.Encoder),
            CheckpointName.Model name => new CheckpointFolder(name.Folder(options.ModelRoot)),
            CheckpointName.Hub name => new CheckpointFolder(new HubRepository(
                options.Hub ?? throw new CheckpointException($"Checkpoint '{name}' needs a hub, and none is configured."), name, note).Fetch(cancellation)),
            _ => throw new CheckpointException($"'{options.Checkpoint}' is not a pre-trained checkpoint."),
        };

    private static BertForSequenceClassification Make(BertConfig config, BertOptions options, FitRequest request, int heads, DropoutMasks dropout) =>
        new(
            config, request.LevelCount, dropout, options.Head == LevelHead.Ordinal ? new OrdinalThresholds(request.Counts()) : null,
            new()
            {
                Pooling = options.Pooling,
                Features = options.Features ? PlainFeatures.Count + heads : 0,
                IsNumber = options.Head == LevelHead.Regression,
                Heads = heads,
            });

    private static BertStart Of(
        Checkpoint checkpoint, BertOptions options, FitRequest request, int heads, DropoutMasks dropout, Generator weights)
    {
        BertCheck.Fits(checkpoint, options);
        var model = Make(checkpoint.Config, options, request, heads, dropout);
        checkpoint.Load(model, classifier: false);
        RandomWeights.DrawClassifier(model, weights);
        if (!checkpoint.HasPooler) RandomWeights.DrawPooler(model, weights);
        return new(model, new(checkpoint.Tokens.Vocabulary, checkpoint.Tokens.Basic))
        {
            Checkpoint = checkpoint,
            Notes = checkpoint.HasPooler || options.Pooling != Pooling.Cls
                ? []
                : [$"Checkpoint '{options.Checkpoint}' has no pooler: one was drawn at random with the fit's seed."],
        };
    }
}
