using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Engines;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;

namespace ScoringFairness.Service.Training;

/// <summary>The kinds of scorers that can be trained, with their defaults.</summary>
internal sealed class ScorerEngines(IOptions<TrainingSettings> training, IOptions<QueueSettings> queue, EngineSettings outside)
{
    public const string Bert = "bert";
    public const string Linear = "linear";
    public const string Outside = "engine";

    /// <summary>Writes out the defaults of a scorer, or says what is wrong with it.</summary>
    public (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request, IReadOnlyList<string> splits)
    {
        if (request.Kind is not (Bert or Linear or Outside))
        {
            return (null, [$"kind is '{request.Kind}'; there are {Bert} and {Linear} (trained here), {Outside} (trained by a program that is configured here) and {ExternalScorers.Kind} (scores sent before)."]);
        }
        if (request.Scorer is not null)
        {
            return (null, [$"scorer belongs to kind {ExternalScorers.Kind}; leave it out, or name this one with name."]);
        }
        if (request.Name is not null && Identifier.Problem(request.Name) is { } problem)
        {
            return (null, [$"name {problem}."]);
        }
        return request.Kind switch
        {
            Linear => LinearDesign(request, splits),
            Outside => OutsideDesign(request, splits),
            _ => BertDesign(request, splits),
        };
    }

    private (ScorerDesign? Design, IReadOnlyList<string> Problems) OutsideDesign(ScorerRequest request, IReadOnlyList<string> splits)
    {
        var known = outside.Names.Count > 0 ? $"there are {string.Join(", ", outside.Names)}" : "none is configured";
        List<string> problems =
        [
            .. outside.Find(request.Name) is null ? [$"name is '{request.Name}'; it names an engine of the section Engines, and {known}."] : Array.Empty<string>(),
            .. request.HasBertOptions ? [$"checkpoint, epochs, learningRate, batchSize and maxTokens belong to kind {Bert}; leave them out."] : Array.Empty<string>(),
        ];
        return problems.Count > 0 ? (null, problems) : (new ScorerDesign { Kind = Outside, Name = request.Name!, Splits = splits }, []);
    }

    private static (ScorerDesign? Design, IReadOnlyList<string> Problems) LinearDesign(ScorerRequest request, IReadOnlyList<string> splits) =>
        request.HasBertOptions
            ? (null, [$"checkpoint, epochs, learningRate, batchSize and maxTokens belong to kind {Bert}; leave them out."])
            : (new ScorerDesign { Kind = Linear, Name = request.Name ?? Linear, Splits = splits }, []);

    private (ScorerDesign? Design, IReadOnlyList<string> Problems) BertDesign(ScorerRequest request, IReadOnlyList<string> splits)
    {
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
    /// <exception cref="FitException">It is an engine that this worker is not configured for.</exception>
    public IScorerEngine Engine(ScorerDesign scorer) => scorer.Kind switch
    {
        Linear => new LinearScorerEngine(),
        Outside when outside.Find(scorer.Name) is { } engine => new ProcessScorerEngine(engine with { Threads = queue.Value.ThreadsPerFit }),
        Outside => throw new FitException($"This worker has no engine '{scorer.Name}'; set Engines:{scorer.Name}:Command on every worker."),
        _ => new BertScorerEngine(Options(scorer.Checkpoint!) with
        {
            Epochs = scorer.Epochs!.Value,
            LearningRate = scorer.LearningRate!.Value,
            BatchSize = scorer.BatchSize!.Value,
            MaxTokens = scorer.MaxTokens!.Value,
        }),
    };

    private BertOptions Options(string checkpoint) => BertDefaults.For(checkpoint) with
    {
        Checkpoint = checkpoint,
        ModelRoot = training.Value.ModelRoot,
        Threads = queue.Value.ThreadsPerFit,
    };
}
