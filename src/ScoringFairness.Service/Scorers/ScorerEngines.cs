using System.Globalization;
using Microsoft.Extensions.Options;
using ScoringFairness.Scoring;
using ScoringFairness.Scoring.Bert;
using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Scoring.Bert.Screening;
using ScoringFairness.Scoring.Bert.Training;
using ScoringFairness.Scoring.Engines;
using ScoringFairness.Scoring.Linear;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Queue;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers.Bert;
using ScoringFairness.Service.Scorers.Chat;
using ScoringFairness.Service.Scorers.Engine;
using ScoringFairness.Service.Scorers.External;
using ScoringFairness.Service.Training;

namespace ScoringFairness.Service.Scorers;

/// <summary>The kinds of scorers that can be trained, with their defaults.</summary>
internal sealed class ScorerEngines(
    IOptions<TrainingSettings> training, IOptions<QueueSettings> queue, HubSettings hub, EncodedResponses encodings, EngineSettings outside,
    ChatScorers chats, TorchDevice device)
{
    public const string Bert = "bert";
    public const string Linear = "linear";
    public const string Outside = "engine";

    private const string OnlyBert = $"checkpoint, epochs and the other options of training belong to kind {Bert}; leave them out.";

    /// <summary>Writes out the defaults of a scorer, or says what is wrong with it.</summary>
    public (ScorerDesign? Design, IReadOnlyList<string> Problems) Design(ScorerRequest request, IReadOnlyList<string> splits)
    {
        if (request.Kind is not (Bert or Linear or Outside or ChatScorers.Kind))
        {
            return (null, [$"kind is '{request.Kind}'; there are {Bert} and {Linear} (trained here), {Outside} (trained by a program that is configured here), {ChatScorers.Kind} (a chat model at an endpoint that is configured here) and {ExternalScorers.Kind} (scores sent before)."]);
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
            ChatScorers.Kind => chats.Design(request, splits),
            _ => BertDesign(request, splits),
        };
    }

    private (ScorerDesign? Design, IReadOnlyList<string> Problems) OutsideDesign(ScorerRequest request, IReadOnlyList<string> splits)
    {
        var known = outside.Names.Count > 0 ? $"there are {string.Join(", ", outside.Names)}" : "none is configured";
        List<string> problems =
        [
            .. outside.Find(request.Name) is null ? [$"name is '{request.Name}'; it names an engine of the section Engines, and {known}."] : Array.Empty<string>(),
            .. request.IsEmpty() ? Array.Empty<string>() : [OnlyBert],
        ];
        return problems.Count > 0 ? (null, problems) : (new ScorerDesign { Kind = Outside, Name = request.Name!, Splits = splits }, []);
    }

    private static (ScorerDesign? Design, IReadOnlyList<string> Problems) LinearDesign(ScorerRequest request, IReadOnlyList<string> splits) =>
        request.IsEmpty()
            ? (new ScorerDesign { Kind = Linear, Name = request.Name ?? Linear, Splits = splits }, [])
            : (null, [OnlyBert]);

    private (ScorerDesign? Design, IReadOnlyList<string> Problems) BertDesign(ScorerRequest request, IReadOnlyList<string> splits)
    {
        var options = request.Over(Defaults(request.Checkpoint ?? AuditPolicy.Checkpoint, request.Mode?.OfBert()));
        IReadOnlyList<string> problems =
            [.. request.AsksForChat() ? [$"endpoint, model, examples and the modes zeroShot, fewShot and fineTuned belong to kind {ChatScorers.Kind}."] : Array.Empty<string>(), .. options.Problems()];
        return problems.Count > 0
            ? (null, problems)
            : (new ScorerDesign(BertRecipe.Of(options)) { Kind = Bert, Name = request.Name ?? Bert, Splits = splits }, []);
    }

    /// <summary>The engine of a scorer for a fit; a GPU is for the queue <c>fits-gpu</c>, whose places share it.</summary>
    /// <exception cref="FitException">It is an engine, or at an endpoint, that this worker is not configured for.</exception>
    public IScorerEngine Engine(ScorerDesign scorer, ChatContext context, string? queueName) => scorer.Kind switch
    {
        ChatScorers.Kind => chats.Engine(scorer, context),
        Linear => new LinearScorerEngine(),
        Outside when outside.Find(scorer.Name) is { } engine => new ProcessScorerEngine(engine with { Threads = queue.Value.ThreadsPerFit }),
        Outside => throw new FitException($"This worker has no engine '{scorer.Name}'; set Engines:{scorer.Name}:Command on every worker."),
        _ => BertEngine(scorer, device.IsGpu && queueName != QueueSettings.GpuFits ? TorchDevice.Cpu : device),
    };

    private IScorerEngine BertEngine(ScorerDesign scorer, TorchDevice on)
    {
        var checkpoint = scorer.CheckpointCommit is { } commit ? HubCheckpoint.At(scorer.Checkpoint!, commit) : scorer.Checkpoint!;
        var options = scorer.Over(Defaults(checkpoint, scorer.Mode?.OfBert())) with { Device = on };
        return options.Mode == TrainingMode.Screening ? new ScreeningEngine(options, encodings) : new BertScorerEngine(options);
    }

    /// <summary>The commit that a scorer's checkpoint stands for; null where its checkpoint is not the hub's.</summary>
    /// <exception cref="CheckpointException">The hub cannot be asked, and the cache does not know.</exception>
    public string? ResolveCommit(ScorerDesign scorer, CancellationToken cancellation) =>
        scorer.Checkpoint is null ? null : HubCheckpoint.Resolve(scorer.Checkpoint, hub, cancellation);

    /// <summary>Where a training run leaves its scorer; null: nowhere.</summary>
    public string? ExportFolder(string auditId, int fitNo) =>
        training.Value.ExportRoot is { Length: > 0 } root ? Path.Combine(root, auditId, fitNo.ToString(CultureInfo.InvariantCulture)) : null;

    private BertOptions Defaults(string checkpoint, TrainingMode? mode) => BertDefaults.For(checkpoint, mode ?? TrainingMode.FineTuning) with
    {
        Checkpoint = checkpoint,
        ModelRoot = training.Value.ModelRoot,
        Hub = hub,
        ResumeSeconds = training.Value.ResumeSeconds,
        Threads = queue.Value.ThreadsPerFit,
    };
}
