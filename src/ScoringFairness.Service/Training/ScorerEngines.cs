using System.Globalization;
using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Training;

/// <summary>The kinds of scorers that can be trained, with their defaults.</summary>
internal sealed class ScorerEngines(IOptions<TrainingSettings> training, IOptions<QueueSettings> queue, HubSettings hub)
{
    public const string Bert = "bert";

    /// <summary>Writes out the defaults of a scorer, or says what is wrong with it.</summary>
    public (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request, IReadOnlyList<string> splits)
    {
        if (request.Kind != Bert)
        {
            return (null, [$"kind is '{request.Kind}'; there are {Bert} (trained here) and {ExternalScorers.Kind} (scores sent before)."]);
        }
        if (request.Scorer is not null)
        {
            return (null, [$"scorer belongs to kind {ExternalScorers.Kind}; leave it out, or name this one with name."]);
        }
        if (request.Name is not null && Identifier.Problem(request.Name) is { } problem)
        {
            return (null, [$"name {problem}."]);
        }
        var checkpoint = request.Checkpoint ?? AuditPolicy.Checkpoint;
        var defaults = BertDefaults.For(checkpoint);
        var options = Options(checkpoint) with
        {
            Epochs = request.Epochs ?? defaults.Epochs,
            LearningRate = request.LearningRate ?? defaults.LearningRate,
            BatchSize = request.BatchSize ?? defaults.BatchSize,
            MaxTokens = request.MaxTokens ?? defaults.MaxTokens,
        };
        var problems = options.Problems().ToList();
        return problems.Count > 0
            ? (null, problems)
            : (new ScorerDesign
            {
                Kind = Bert,
                Name = request.Name ?? Bert,
                Checkpoint = checkpoint,
                Splits = splits,
                Epochs = options.Epochs,
                LearningRate = options.LearningRate,
                BatchSize = options.BatchSize,
                MaxTokens = options.MaxTokens,
            }, []);
    }

    /// <summary>The engine of a scorer.</summary>
    public IScorerEngine Engine(ScorerDesign scorer) => new BertScorerEngine(
        Options(scorer.CheckpointCommit is { } commit ? HubCheckpoint.At(scorer.Checkpoint!, commit) : scorer.Checkpoint!) with
        {
            Epochs = scorer.Epochs!.Value,
            LearningRate = scorer.LearningRate!.Value,
            BatchSize = scorer.BatchSize!.Value,
            MaxTokens = scorer.MaxTokens!.Value,
        });

    /// <summary>The commit that a scorer's checkpoint stands for; null where its checkpoint is not the hub's.</summary>
    /// <exception cref="CheckpointException">The hub cannot be asked, and the cache does not know.</exception>
    public string? ResolveCommit(ScorerDesign scorer, CancellationToken cancellation) =>
        scorer.Checkpoint is null ? null : HubCheckpoint.Resolve(scorer.Checkpoint, hub, cancellation);

    /// <summary>Where a training run leaves its scorer; null: nowhere.</summary>
    public string? ExportFolder(string auditId, int fitNo) =>
        training.Value.ExportRoot is { Length: > 0 } root ? Path.Combine(root, auditId, fitNo.ToString(CultureInfo.InvariantCulture)) : null;

    private BertOptions Options(string checkpoint) => BertDefaults.For(checkpoint) with
    {
        Checkpoint = checkpoint,
        ModelRoot = training.Value.ModelRoot,
        Hub = hub,
        Threads = queue.Value.ThreadsPerFit,
    };
}
